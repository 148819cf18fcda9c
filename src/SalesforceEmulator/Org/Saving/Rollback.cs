using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Org.Saving;

/// <summary>
/// Takes back what was saved when all or none was asked for. The log only grows, so what was there before is stored again; a new row is purged,
/// and its id stays used, as in Salesforce.
/// </summary>
/// <param name="outer">What this is part of, and can be taken back with; null = nothing.</param>
internal sealed class Rollback(OrgData data, Rollback? outer)
{
    private readonly List<(Table Table, uint Ordinal, uint Address)> before = [];

    /// <summary>Call before a row is stored, under the write lock.</summary>
    public void Remember(Table table, uint ordinal)
    {
        before.Add((table, ordinal, ordinal < (uint)table.Count ? table.AddressOf((int)ordinal) : 0));
        outer?.Remember(table, ordinal);
    }

    public void Undo()
    {
        lock (data.WriteLock)
        {
            ObjectDisposedException.ThrowIf(data.Log.IsDisposed, this);
            for (var i = before.Count - 1; i >= 0; i--)
            {
                var (table, ordinal, address) = before[i];
                var record = new RecordBuilder(table.Schema.Fields.Count);
                record.Load(address == 0 ? table.Get(ordinal) : table.Read(address));
                if (address == 0)
                {
                    record.Flags |= RowFlags.Deleted | RowFlags.Purged;
                }

                table.Put(record, ordinal);
            }

            before.Clear();
        }
    }

    /// <summary>Undoes all rows if one of them failed; the others then say why they are gone.</summary>
    public void IfAnyFailed(SaveOutcome[] outcomes)
    {
        if (Array.TrueForAll(outcomes, o => o.Error is null))
        {
            return;
        }

        Undo();
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].Error is null)
            {
                outcomes[i] = new SaveOutcome(null, Created: false, RowErrors.RolledBack());
            }
        }
    }
}
