using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace SalesforceEmulator.Org.Store;

/// <summary>Collects the values of one record and packs them; reused row after row.</summary>
internal sealed class RecordBuilder(int fieldCount)
{
    private readonly ulong[] bitmap = new ulong[(fieldCount + 63) >> 6];
    private readonly int[] starts = new int[fieldCount];
    private readonly int[] lengths = new int[fieldCount];
    private byte[] data = new byte[4096];
    private int used;

    public RowFlags Flags { get; set; }

    public ReadOnlySpan<byte> this[int slot] => Has(slot) ? data.AsSpan(starts[slot], lengths[slot]) : default;

    public bool Has(int slot) => (bitmap[slot >> 6] & (1UL << (slot & 63))) != 0;

    public void Reset()
    {
        Array.Clear(bitmap);
        used = 0;
        Flags = RowFlags.None;
    }

    /// <summary>Starts from an existing version.</summary>
    public void Load(RowView row)
    {
        Reset();
        Flags = row.Flags & ~RowFlags.Wide;
        for (var slot = 0; slot < fieldCount; slot++)
        {
            Set(slot, row[slot]);
        }
    }

    /// <summary>Sets a value; empty clears it.</summary>
    public void Set(int slot, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            bitmap[slot >> 6] &= ~(1UL << (slot & 63));
            return;
        }

        value.CopyTo(Reserve(slot, value.Length));
    }

    public void Clear(int slot) => bitmap[slot >> 6] &= ~(1UL << (slot & 63));

    /// <summary>Room for a value that the caller fills.</summary>
    public Span<byte> Reserve(int slot, int length)
    {
        if (used + length > data.Length)
        {
            Array.Resize(ref data, Math.Max(data.Length * 2, used + length));
        }

        bitmap[slot >> 6] |= 1UL << (slot & 63);
        starts[slot] = used;
        lengths[slot] = length;
        used += length;
        return data.AsSpan(starts[slot], length);
    }

    /// <summary>Bytes of the packed record.</summary>
    public int Measure(out int present, out int valueBytes)
    {
        present = 0;
        valueBytes = 0;
        for (var word = 0; word < bitmap.Length; word++)
        {
            for (var bits = bitmap[word]; bits != 0; bits &= bits - 1)
            {
                present++;
                valueBytes += lengths[(word << 6) + BitOperations.TrailingZeroCount(bits)];
            }
        }

        return RowView.HeaderBytes + (bitmap.Length * 8) + (present * (valueBytes > ushort.MaxValue ? 4 : 2)) + valueBytes;
    }

    /// <summary>Packs into <paramref name="target"/>, which has exactly the measured length.</summary>
    public void Pack(Span<byte> target, int objectIndex, uint ordinal, int present, int valueBytes)
    {
        var wide = valueBytes > ushort.MaxValue;
        target[8] = (byte)objectIndex;
        target[9] = (byte)(Flags | (wide ? RowFlags.Wide : RowFlags.None));
        target[10] = (byte)bitmap.Length;
        target[11] = (byte)present;
        BinaryPrimitives.WriteUInt32LittleEndian(target[12..], ordinal);
        MemoryMarshal.AsBytes(bitmap.AsSpan()).CopyTo(target[RowView.HeaderBytes..]);
        var ends = target[(RowView.HeaderBytes + (bitmap.Length * 8))..];
        var width = wide ? 4 : 2;
        var values = ends[(present * width)..];
        var end = 0;
        for (var word = 0; word < bitmap.Length; word++)
        {
            for (var bits = bitmap[word]; bits != 0; bits &= bits - 1)
            {
                var slot = (word << 6) + BitOperations.TrailingZeroCount(bits);
                data.AsSpan(starts[slot], lengths[slot]).CopyTo(values[end..]);
                end += lengths[slot];
                if (wide)
                {
                    BinaryPrimitives.WriteInt32LittleEndian(ends, end);
                }
                else
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(ends, (ushort)end);
                }

                ends = ends[width..];
            }
        }

        BinaryPrimitives.WriteInt32LittleEndian(target, target.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], RecordChecksum.Of(target[8..]));
    }
}
