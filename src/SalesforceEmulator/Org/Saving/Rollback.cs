using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Org.Saving;

/// <summary>
/// Takes back the rows of a chunk when one of them failed and all or none was asked for. The log only grows, so what was there before is stored
/// again; a new row is purged, and its id stays used, as in Salesforce.
/// </summary>
internal sealed class Rollback(Table table)
{
    private readonly List<(uint Ordinal, uint Address)> before = [];

    /// <summary>Call before a row is stored.</summary>
    public void Remember(uint ordinal) => before.Add((ordinal, ordinal < (uint)table.Count ? table.AddressOf((int)ordinal) : 0));

    public void IfAnyFailed(int rows, SaveOutcome[] outcomes, RecordBuilder record)
    {
        if (outcomes.Take(rows).All(o => o.Error is null))
        {
            return;
        }

        for (var i = before.Count - 1; i >= 0; i--)
        {
            var (ordinal, address) = before[i];
            record.Load(address == 0 ? table.Get(ordinal) : table.Read(address));
            if (address == 0)
            {
                record.Flags |= RowFlags.Deleted | RowFlags.Purged;
            }

            table.Put(record, ordinal);
        }

        for (var i = 0; i < rows; i++)
        {
            if (outcomes[i].Error is null)
            {
                outcomes[i] = new SaveOutcome(null, Created: false, RowErrors.RolledBack());
            }
        }
    }
}
