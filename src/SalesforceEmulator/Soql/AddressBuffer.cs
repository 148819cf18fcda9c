using System.Collections;

namespace SalesforceEmulator.Soql;

/// <summary>Addresses of the rows of a result: 4 bytes a row, grown in blocks so that no large copy is made.</summary>
internal sealed class AddressBuffer : IEnumerable<uint>
{
    private const int BlockSize = 1 << 16;
    private readonly List<uint[]> blocks = [];
    private int skipped;
    private int count;

    public int Count => count - skipped;

    public uint this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            index += skipped;
            return blocks[index / BlockSize][index % BlockSize];
        }
    }

    public void Add(uint address)
    {
        var at = count % BlockSize;
        if (at == 0)
        {
            blocks.Add(new uint[count == 0 ? 16 : BlockSize]);
        }
        else if (at == blocks[^1].Length)
        {
            var larger = new uint[Math.Min(BlockSize, at * 4)];
            blocks[^1].CopyTo(larger, 0);
            blocks[^1] = larger;
        }

        blocks[^1][at] = address;
        count++;
    }

    /// <summary>Keeps <paramref name="take"/> rows after the first <paramref name="skip"/>.</summary>
    public void Cut(int skip, int take)
    {
        skipped = Math.Min(count, skipped + skip);
        count = (int)Math.Min(count, (long)skipped + take);
    }

    /// <summary>Replaces all rows.</summary>
    public void Assign(ReadOnlySpan<uint> rows)
    {
        blocks.Clear();
        skipped = count = 0;
        foreach (var row in rows)
        {
            Add(row);
        }
    }

    public IEnumerator<uint> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
