using DataMigrator.Staging;

namespace DataMigrator.Mapping;

/// <summary>The outcome of one chunk, held until it is written; reused for chunk after chunk.</summary>
internal sealed class MappedChunk
{
    private byte[] bytes = new byte[512 * 1024];
    private int used;

    /// <summary>chunk.id.</summary>
    public long Id { get; private set; }

    /// <summary>In order of Task id, so that the tables grow at their end and stay densely packed.</summary>
    public List<MappedRow> Rows { get; } = [];

    public void Begin(long id)
    {
        Id = id;
        Rows.Clear();
        used = 0;
    }

    public Range Keep(ReadOnlySpan<byte> value)
    {
        if (used + value.Length > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, used + value.Length));
        }

        value.CopyTo(bytes.AsSpan(used));
        used += value.Length;
        return (used - value.Length)..used;
    }

    public ReadOnlySpan<byte> this[Range kept] => bytes.AsSpan(kept);

    /// <summary>Most pages come in order of id: they are only looked at.</summary>
    public void Sort()
    {
        var rows = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Rows);
        for (var i = 1; i < rows.Length; i++)
        {
            if (Compare(rows[i - 1], rows[i]) > 0)
            {
                rows.Sort((a, b) => Compare(a, b));
                return;
            }
        }
    }

    private int Compare(in MappedRow a, in MappedRow b) => bytes.AsSpan(a.TaskId).SequenceCompareTo(bytes.AsSpan(b.TaskId)) is not 0 and var order ? order : a.Ordinal - b.Ordinal;
}

/// <summary>One row of task and, if mapped, of call.</summary>
internal readonly record struct MappedRow(
    Range TaskId, int Ordinal, long Hash, TaskDoor Door, MapReason? Reason, string? Detail,
    Range Payload, long PayloadHash, long Starts, long Ends, long Duration, int How, long? LinkKey);
