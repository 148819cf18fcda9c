using SalesforceEmulator.Org.Values;

namespace SalesforceEmulator.Org.Store;

/// <summary>Earliest and latest value of an instant per block of rows, so that a query for a window of time skips most blocks. Only ever widened.</summary>
internal sealed class ZoneMap(int slot)
{
    private const int BlockSize = AddressList.BlockSize;
    private (long Min, long Max)[] blocks = new (long, long)[16];
    private int count;

    public int Slot => slot;

    public void Add(uint ordinal, ReadOnlySpan<byte> value)
    {
        if (!InstantText.TryParse(value, out var instant))
        {
            return;
        }

        var block = (int)(ordinal / BlockSize);
        if (block >= blocks.Length)
        {
            var larger = new (long, long)[Math.Max(blocks.Length * 2, block + 1)];
            blocks.CopyTo(larger, 0);
            Volatile.Write(ref blocks, larger);
        }

        for (; count <= block; count++)
        {
            blocks[count] = (long.MaxValue, long.MinValue);
        }

        ref var zone = ref blocks[block];
        zone.Min = Math.Min(zone.Min, instant.Ticks);
        zone.Max = Math.Max(zone.Max, instant.Ticks);
    }

    /// <summary>True if the block of this ordinal may hold an instant between the two, ends included.</summary>
    public bool MayHold(int ordinal, long from, long to)
    {
        var map = Volatile.Read(ref blocks);
        var block = ordinal / BlockSize;
        return block >= map.Length || (map[block].Max >= from && map[block].Min <= to);
    }
}
