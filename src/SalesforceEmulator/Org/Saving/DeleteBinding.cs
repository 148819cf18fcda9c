using System.Buffers;
using SalesforceEmulator.Org.Store;
using SalesforceEmulator.Org.Values;

namespace SalesforceEmulator.Org.Saving;

/// <summary>Moves rows to the recycle bin, or removes them for good.</summary>
internal sealed class DeleteBinding(OrgData data, Table table, bool hard) : ISaveBinding
{
    private readonly RecordBuilder record = new(table.Schema.Fields.Count);

    public void SaveChunk(IReadOnlyList<RowBuffer> rows, SaveOutcome[] outcomes, Rollback? within = null)
    {
        lock (data.WriteLock)
        {
            ObjectDisposedException.ThrowIf(data.Log.IsDisposed, this);
            var now = InstantText.Instant(data.Clock.GetUtcNow().UtcDateTime);
            for (var i = 0; i < rows.Count; i++)
            {
                outcomes[i] = Delete(rows[i][0], now, within);
            }
        }
    }

    public void WriteNormalized(int column, ReadOnlySpan<byte> value, IBufferWriter<byte> output) => output.Write(value);

    private SaveOutcome Delete(ReadOnlySpan<byte> id, byte[] now, Rollback? within)
    {
        if (id.IsEmpty)
        {
            return new SaveOutcome(null, Created: false, RowErrors.Missing("Id", "a delete"));
        }

        var error = RowLocator.ById(table, id, out var ordinal, out _);

        // A hard delete also empties the recycle bin.
        if (error is not null && !(hard && error.StatusCode == RowErrors.EntityIsDeleted))
        {
            return new SaveOutcome(null, Created: false, error);
        }

        var before = table.Get(ordinal);
        record.Load(before);
        record.Flags |= RowFlags.Deleted | (hard ? RowFlags.Purged : RowFlags.None);
        if (table.Schema.IsDeletedSlot >= 0)
        {
            record.Set(table.Schema.IsDeletedSlot, "true"u8);
        }

        record.Set(table.Schema.LastModifiedDateSlot, now);
        record.Set(table.Schema.SystemModstampSlot, now);
        within?.Remember(table, ordinal);
        table.Put(record, ordinal);
        return new SaveOutcome(SalesforceId.ToText(record[0]), Created: false, null);
    }
}
