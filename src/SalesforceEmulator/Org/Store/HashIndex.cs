namespace SalesforceEmulator.Org.Store;

/// <summary>
/// Value → ordinals of one field, 8 bytes an entry. Entries of older versions stay behind: every hit is checked against the row as it is now.
/// Guarded by the org's write lock.
/// </summary>
internal sealed class HashIndex(Table table, int slot, bool caseSensitive)
{
    private uint[] hashes = new uint[64];
    private uint[] ordinals = new uint[64]; // ordinal + 1; 0 = free
    private int count;

    public int Slot => slot;

    public void Add(uint ordinal, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return;
        }

        if ((count + 1) * 3 > ordinals.Length * 2)
        {
            Grow();
        }

        var hash = Utf8Text.Hash(value, !caseSensitive);
        if (Insert(hash, ordinal + 1))
        {
            count++;
        }
    }

    /// <summary>Number of live rows with this value (stops at 2); the first two ordinals.</summary>
    /// <param name="below">Only rows with a smaller ordinal.</param>
    public int Find(ReadOnlySpan<byte> value, out uint first, out uint second, uint below = uint.MaxValue)
    {
        first = second = 0;
        var found = 0;
        var hash = Utf8Text.Hash(value, !caseSensitive);
        var mask = (uint)ordinals.Length - 1;
        for (var at = hash & mask; ordinals[at] != 0 && found < 2; at = (at + 1) & mask)
        {
            var ordinal = ordinals[at] - 1;
            if (hashes[at] != hash || ordinal >= below)
            {
                continue;
            }

            var row = table.Get(ordinal);
            if (!row.Exists || row.IsDeleted || !Same(row[slot], value))
            {
                continue;
            }

            if (found++ == 0)
            {
                first = ordinal;
            }
            else
            {
                second = ordinal;
            }
        }

        return found;
    }

    /// <summary>Every row, hidden ones too, that may hold this value now.</summary>
    public void Collect(ReadOnlySpan<byte> value, List<uint> into)
    {
        var hash = Utf8Text.Hash(value, !caseSensitive);
        var mask = (uint)ordinals.Length - 1;
        for (var at = hash & mask; ordinals[at] != 0; at = (at + 1) & mask)
        {
            if (hashes[at] == hash)
            {
                into.Add(ordinals[at] - 1);
            }
        }
    }

    private bool Same(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => caseSensitive ? left.SequenceEqual(right) : Utf8Text.EqualsIgnoreCase(left, right);

    private bool Insert(uint hash, uint entry)
    {
        var mask = (uint)ordinals.Length - 1;
        var at = hash & mask;
        while (ordinals[at] != 0)
        {
            if (hashes[at] == hash && ordinals[at] == entry)
            {
                return false;
            }

            at = (at + 1) & mask;
        }

        hashes[at] = hash;
        ordinals[at] = entry;
        return true;
    }

    private void Grow()
    {
        var (oldHashes, oldOrdinals) = (hashes, ordinals);
        hashes = new uint[oldHashes.Length * 2];
        ordinals = new uint[oldHashes.Length * 2];
        for (var i = 0; i < oldOrdinals.Length; i++)
        {
            if (oldOrdinals[i] != 0)
            {
                Insert(oldHashes[i], oldOrdinals[i]);
            }
        }
    }
}
