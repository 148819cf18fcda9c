using System.Buffers;

namespace DataMigrator.Staging;

/// <summary>
/// Packs records into chunks as table chunk holds them: CSV without header, values quoted only where needed, LF, packed by <see cref="ChunkBytes"/>. 256 KB of CSV per chunk is
/// enough for a good ratio and for little waste in pages of 32 KB, and little enough that one call's ledger is read in a millisecond. Reused for page after page, with its buffers; not thread-safe.
/// </summary>
internal sealed class ChunkWriter
{
    private const int RawBytes = 256 * 1024;

    private static readonly SearchValues<byte> NeedQuotes = SearchValues.Create(",\"\r\n"u8);

    private readonly List<(int Rows, int Start, int Length)> packed = [];
    private byte[] raw = new byte[RawBytes + 16 * 1024];
    private byte[] bytes = new byte[RawBytes];
    private int used;
    private int packedBytes;
    private int rows;

    /// <summary>Appends one record: first its values in order, then <see cref="EndRecord"/>.</summary>
    public void Append(ReadOnlySpan<byte> value)
    {
        // A value grows at most to twice its size (all quotes), with two quotes around it and a comma.
        var most = (value.Length * 2) + 3;
        if (used + most > raw.Length)
        {
            Array.Resize(ref raw, Math.Max(raw.Length * 2, used + most));
        }

        var target = raw.AsSpan(used);
        if (value.IndexOfAny(NeedQuotes) < 0)
        {
            value.CopyTo(target);
            target[value.Length] = (byte)',';
            used += value.Length + 1;
            return;
        }

        var length = 0;
        target[length++] = (byte)'"';
        while (value.IndexOf((byte)'"') is >= 0 and var quote)
        {
            value[..(quote + 1)].CopyTo(target[length..]);
            length += quote + 1;
            target[length++] = (byte)'"';
            value = value[(quote + 1)..];
        }

        value.CopyTo(target[length..]);
        length += value.Length;
        target[length] = (byte)'"';
        target[length + 1] = (byte)',';
        used += length + 2;
    }

    public void EndRecord()
    {
        raw[used - 1] = (byte)'\n';
        rows++;
        if (used >= RawBytes)
        {
            Pack();
        }
    }

    /// <summary>The chunks so far; they lie in the writer's buffer until <see cref="Clear"/>.</summary>
    public IReadOnlyList<PackedChunk> Complete()
    {
        if (rows > 0)
        {
            Pack();
        }

        return [.. packed.Select(chunk => new PackedChunk(chunk.Rows, bytes.AsMemory(chunk.Start, chunk.Length)))];
    }

    /// <summary>Begins anew, whatever was written.</summary>
    public void Clear()
    {
        packed.Clear();
        (used, rows, packedBytes) = (0, 0, 0);
    }

    private void Pack()
    {
        var most = packedBytes + ChunkBytes.MostPacked(used);
        if (most > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, most));
        }

        var length = ChunkBytes.Pack(raw.AsSpan(0, used), bytes.AsSpan(packedBytes));
        packed.Add((rows, packedBytes, length));
        packedBytes += length;
        (used, rows) = (0, 0);
    }
}

/// <summary>One row-to-be of table chunk.</summary>
internal sealed record PackedChunk(int Rows, ReadOnlyMemory<byte> Data);
