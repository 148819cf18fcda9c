using DataMigrator.Staging;

namespace DataMigrator.Mapping;

/// <summary>Maps one chunk at a time, without the database. One per thread.</summary>
internal sealed class ChunkMapper(ICompiledMapping mapping, ICallMapper mapper, IReadOnlyList<string> stagedFields) : IDisposable
{
    /// <summary>queryAll returns the recycle bin too. A deleted Task is no call log any more, whatever the mapping says; a VoiceCall made of it is found by reconciliation.</summary>
    private static readonly MapReason Deleted = new(TaskDoor.Skipped, "IsDeleted", "deleted", "the Task was deleted");

    private readonly ChunkReader reader = new(stagedFields, mapping.SourceFields);
    private readonly CallBuffer call = new(mapping.TargetFields.Count);
    private readonly PayloadWriter payload = new();
    private readonly int isDeleted = IndexOf(mapping.SourceFields, "IsDeleted");

    public void Map(long chunk, ReadOnlySpan<byte> data, MappedChunk into)
    {
        into.Begin(chunk);
        reader.Open(data);
        while (reader.Read())
        {
            into.Rows.Add(MapRow(into));
        }

        into.Sort();
    }

    public void Dispose() => reader.Dispose();

    private MappedRow MapRow(MappedChunk into)
    {
        var row = reader.Row;
        var id = into.Keep(row[0]);
        call.Clear();
        var outcome = isDeleted >= 0 && row[isDeleted] is [(byte)'t' or (byte)'T' or (byte)'1', ..] ? new MapOutcome(TaskDoor.Skipped, Deleted) : mapper.Map(row, call);
        if (outcome.Door != TaskDoor.Mapped)
        {
            return new MappedRow(id, reader.Ordinal, reader.Hash(), outcome.Door, outcome.Reason, call.Detail, default, 0, 0, 0, 0, 0, null);
        }

        payload.Begin();
        for (var field = 0; field < call.Count; field++)
        {
            payload.Append(call[field], call.IsNull(field));
        }

        var json = into.Keep(payload.End());
        return new MappedRow(
            id, reader.Ordinal, reader.Hash(), outcome.Door, null, null, json, HashCode64.Of(into[json]), call.Starts, call.Ends, call.Duration, call.How.Packed, call.LinkKey);
    }

    private static int IndexOf(IReadOnlyList<string> fields, string name)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (string.Equals(fields[i], name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
