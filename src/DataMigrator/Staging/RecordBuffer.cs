using DataMigrator.Mapping;

namespace DataMigrator.Staging;

/// <summary>One record's values, side by side; reused for record after record.</summary>
internal sealed class RecordBuffer(int columns)
{
    private byte[] bytes = new byte[4096];
    private readonly int[] ends = new int[columns];
    private int count;

    /// <summary>Valid until the next <see cref="Clear"/>.</summary>
    public TaskRow Row => new(bytes.AsSpan(0, Used), ends.AsSpan(0, count));

    /// <summary>All values without separators; with the ends they are the record.</summary>
    public long Hash() => HashCode64.Of(System.Runtime.InteropServices.MemoryMarshal.AsBytes(ends.AsSpan(0, count)), HashCode64.Of(bytes.AsSpan(0, Used)));

    public ReadOnlySpan<byte> this[int column] => bytes.AsSpan(column == 0 ? 0 : ends[column - 1], ends[column] - (column == 0 ? 0 : ends[column - 1]));

    private int Used => count == 0 ? 0 : ends[count - 1];

    public void Clear() => count = 0;

    public void Add(ReadOnlySpan<byte> value)
    {
        var start = Used;
        if (start + value.Length > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, start + value.Length));
        }

        value.CopyTo(bytes.AsSpan(start));
        ends[count++] = start + value.Length;
    }
}
