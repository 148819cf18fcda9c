using System.Text;

namespace DataMigrator.Target;

/// <summary>Some thousand VoiceCalls in the order of their Task ids, so that a walk through the staged calls meets them in key order. Reused.</summary>
/// <param name="rows">Expected; it grows beyond, at the cost of what it outgrew.</param>
internal sealed class TargetPage(TargetColumns columns, int rows)
{
    private const int BytesPerRow = 768;

    private readonly List<int> order = new(rows);
    private byte[] bytes = new byte[Math.Max(1, rows) * BytesPerRow];
    private int[] ends = new int[Math.Max(1, rows) * columns.Names.Count];
    private int values;

    public int Count => order.Count;

    public TargetRow this[int index] => new(this, order[index]);

    internal TargetColumns Columns => columns;

    internal void Clear()
    {
        order.Clear();
        values = 0;
    }

    internal void Add(ReadOnlySpan<byte> value)
    {
        var used = values == 0 ? 0 : ends[values - 1];
        if (used + value.Length > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, used + value.Length));
        }

        if (values == ends.Length)
        {
            Array.Resize(ref ends, ends.Length * 2);
        }

        value.CopyTo(bytes.AsSpan(used));
        ends[values++] = used + value.Length;
    }

    internal void Add(string? value)
    {
        Span<byte> small = stackalloc byte[512];
        if (value is null)
        {
            Add([]);
        }
        else if (value.Length <= 128)
        {
            Add(small[..Encoding.UTF8.GetBytes(value, small)]);
        }
        else
        {
            Add(Encoding.UTF8.GetBytes(value));
        }
    }

    internal void EndRow() => order.Add(order.Count);

    /// <summary>To be called once all rows are in.</summary>
    internal void Sort() => order.Sort((a, b) => Value(a, columns.ExternalId).SequenceCompareTo(Value(b, columns.ExternalId)));

    internal ReadOnlySpan<byte> Value(int row, int column)
    {
        var at = (row * columns.Names.Count) + column;
        return bytes.AsSpan((at == 0 ? 0 : ends[at - 1])..ends[at]);
    }
}
