namespace SalesforceEmulator.Org.Store;

/// <summary>Ordinal → address of the newest version, in blocks that never move, so that readers need no lock.</summary>
internal sealed class AddressList
{
    public const int BlockSize = 4096;
    private uint[]?[] blocks = new uint[]?[16];
    private int count;

    /// <summary>Ordinals handed out.</summary>
    public int Count => Volatile.Read(ref count);

    public uint this[int ordinal]
    {
        get => Volatile.Read(ref Volatile.Read(ref blocks)[ordinal / BlockSize]![ordinal % BlockSize]);
        set
        {
            var block = ordinal / BlockSize;
            if (block >= blocks.Length)
            {
                var larger = new uint[]?[Math.Max(blocks.Length * 2, block + 1)];
                blocks.CopyTo(larger, 0);
                Volatile.Write(ref blocks, larger);
            }

            for (var b = block; b >= 0 && blocks[b] is null; b--)
            {
                blocks[b] = new uint[BlockSize];
            }

            Volatile.Write(ref blocks[block]![ordinal % BlockSize], value);
            if (ordinal >= count)
            {
                Volatile.Write(ref count, ordinal + 1);
            }
        }
    }
}
