using System.Buffers;

namespace SalesforceEmulator.Bulk;

/// <summary>Lines of one result file for one batch; written out in another order than they came, as Salesforce does.</summary>
internal sealed class ResultSheet
{
    private readonly ArrayBufferWriter<byte> text = new(256 * 1024);
    private readonly ArrayBufferWriter<byte> value = new(4096);
    private readonly List<(int Start, int Length)> lines = [];
    private int lineStart;

    public IBufferWriter<byte> Value
    {
        get
        {
            value.ResetWrittenCount();
            return value;
        }
    }

    /// <summary>Appends what was written to <see cref="Value"/>, quoted.</summary>
    public void AddValue(byte delimiter) => Add(value.WrittenSpan, delimiter);

    public void Add(ReadOnlySpan<byte> field, byte delimiter)
    {
        var span = text.GetSpan((field.Length * 2) + 3);
        var length = 0;
        if (text.WrittenCount > lineStart)
        {
            span[length++] = delimiter;
        }

        span[length++] = (byte)'"';
        int quote;
        while ((quote = field.IndexOf((byte)'"')) >= 0)
        {
            field[..(quote + 1)].CopyTo(span[length..]);
            length += quote + 1;
            span[length++] = (byte)'"';
            field = field[(quote + 1)..];
        }

        field.CopyTo(span[length..]);
        length += field.Length;
        span[length++] = (byte)'"';
        text.Advance(length);
    }

    public void EndLine(bool crlf)
    {
        if (crlf)
        {
            text.Write("\r\n"u8);
        }
        else
        {
            text.Write("\n"u8);
        }

        lines.Add((lineStart, text.WrittenCount - lineStart));
        lineStart = text.WrittenCount;
    }

    /// <summary>Writes the lines in an order drawn from <paramref name="seed"/>, never the one they came in, and forgets them.</summary>
    public async Task FlushAsync(Stream file, int seed, CancellationToken cancellationToken)
    {
        var order = Enumerable.Range(0, lines.Count).ToArray();
#pragma warning disable CA5394 // An order, not a secret.
        new Random(seed).Shuffle(order);
#pragma warning restore CA5394
        if (order.Length > 1 && order[0] == 0)
        {
            (order[0], order[^1]) = (order[^1], order[0]);
        }

        var shuffled = ArrayPool<byte>.Shared.Rent(Math.Max(1, text.WrittenCount));
        var at = 0;
        foreach (var line in order)
        {
            text.WrittenSpan.Slice(lines[line].Start, lines[line].Length).CopyTo(shuffled.AsSpan(at));
            at += lines[line].Length;
        }

        await file.WriteAsync(shuffled.AsMemory(0, at), cancellationToken);
        ArrayPool<byte>.Shared.Return(shuffled);
        text.ResetWrittenCount();
        lines.Clear();
        lineStart = 0;
    }
}
