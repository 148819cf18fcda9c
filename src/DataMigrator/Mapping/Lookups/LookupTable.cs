using System.Runtime.InteropServices;
using DataMigrator.Mapping.Texts;

namespace DataMigrator.Mapping.Lookups;

/// <summary>
/// Records of one lookup, packed: per record 2 bytes, the key, 4 bytes per value and about 8 of hash table beside the values themselves.
/// Keys are compared without ASCII case; 18-character ids are unique even so.
/// </summary>
internal sealed class LookupTable(int fields)
{
    private const int PageBytes = 1 << 20;
    private const int Granularity = 4;
    private readonly List<byte[]> pages = [];
    private uint[] buckets = new uint[16];
    private int used = PageBytes;

    public int Count { get; private set; }

    /// <summary>Bytes held, pages and table.</summary>
    public long Bytes => ((long)pages.Count * PageBytes) + (buckets.Length * 4L);

    /// <summary>Adds a record unless its key is there already.</summary>
    /// <param name="ends">Where each value ends in <paramref name="values"/>.</param>
    /// <exception cref="InvalidOperationException">The record is larger than 1 MB.</exception>
    public bool TryAdd(ReadOnlySpan<byte> key, ReadOnlySpan<byte> values, ReadOnlySpan<int> ends)
    {
        if (Count * 3 >= buckets.Length * 2)
        {
            Grow();
        }

        var at = Find(key);
        if (buckets[at] != 0)
        {
            return false;
        }

        var head = HeadLength(key.Length);
        var size = head + (fields * sizeof(int)) + values.Length;
        if (size > PageBytes - Granularity || key.Length > ushort.MaxValue)
        {
            throw new InvalidOperationException("A looked-up record is larger than 1 MB; leave its long text fields out of the lookup.");
        }

        if (used + size > PageBytes)
        {
            pages.Add(new byte[PageBytes]);

            // Address 0 means "empty bucket".
            used = Granularity;
        }

        var entry = pages[^1].AsSpan(used, size);
        MemoryMarshal.Write(entry, (ushort)key.Length);
        key.CopyTo(entry[2..]);
        ends.CopyTo(MemoryMarshal.Cast<byte, int>(entry[head..]));
        values.CopyTo(entry[(head + (fields * sizeof(int)))..]);
        buckets[at] = (uint)((((long)(pages.Count - 1) * PageBytes) + used) / Granularity);
        used += (size + Granularity - 1) / Granularity * Granularity;
        Count++;
        return true;
    }

    public bool TryGet(scoped ReadOnlySpan<byte> key, out LookupRow row)
    {
        var address = buckets[Find(key)];
        if (address == 0)
        {
            row = default;
            return false;
        }

        var entry = Entry(address);
        entry = entry[HeadLength(MemoryMarshal.Read<ushort>(entry))..];
        var ends = MemoryMarshal.Cast<byte, int>(entry[..(fields * sizeof(int))]);
        row = new LookupRow(entry.Slice(fields * sizeof(int), fields == 0 ? 0 : ends[^1]), ends);
        return true;
    }

    private static int HeadLength(int keyLength) => (2 + keyLength + Granularity - 1) / Granularity * Granularity;

    private ReadOnlySpan<byte> Entry(uint address)
    {
        var at = (long)address * Granularity;
        return pages[(int)(at / PageBytes)].AsSpan((int)(at % PageBytes));
    }

    private ReadOnlySpan<byte> Key(uint address)
    {
        var entry = Entry(address);
        return entry.Slice(2, MemoryMarshal.Read<ushort>(entry));
    }

    private int Find(ReadOnlySpan<byte> key)
    {
        var mask = buckets.Length - 1;
        var at = (int)Ascii.HashIgnoreCase(key) & mask;
        while (buckets[at] != 0 && !Ascii.EqualsIgnoreCase(Key(buckets[at]), key))
        {
            at = (at + 1) & mask;
        }

        return at;
    }

    private void Grow()
    {
        var old = buckets;
        buckets = new uint[old.Length * 2];
        foreach (var address in old)
        {
            if (address != 0)
            {
                buckets[Find(Key(address))] = address;
            }
        }
    }
}
