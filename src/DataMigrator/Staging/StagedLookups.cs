using System.Runtime.InteropServices;
using System.Text;
using DataMigrator.Mapping;

namespace DataMigrator.Staging;

/// <summary>Table lookup in memory: one hash table per lookup over bytes in large blocks, without an object per record.</summary>
internal sealed class StagedLookups : ILookups
{
    private readonly Table[] tables;

    private StagedLookups(Table[] tables) => this.tables = tables;

    /// <summary>Loads the lookups of a mapping, in its order.</summary>
    public static StagedLookups Load(StagingDatabase staging, IReadOnlyList<LookupSpec> lookups)
    {
        using var reader = staging.OpenReader();
        using var rows = new Statement(reader, "SELECT key, value FROM lookup WHERE name = ?1");
        var values = new PayloadValues();
        return new StagedLookups([.. lookups.Select(lookup =>
        {
            var table = new Table(lookup);
            rows.Text(1, lookup.Name);
            while (rows.Step())
            {
                Payload.Read(rows.Text(1), values);
                table.Add(rows.Text(0), values);
            }

            rows.Reset();
            return table;
        })]);
    }

    public bool TryGet(int lookup, ReadOnlySpan<byte> key, out LookupRow row) => tables[lookup].TryGet(key, out row);

    /// <summary>Entry in a block, 4-byte aligned: length of the key, end of each value, key, values.</summary>
    private sealed class Table(LookupSpec lookup)
    {
        private const int BlockBytes = 1 << 20;

        private readonly bool exact = lookup.KeyField.EndsWith("Id", StringComparison.Ordinal);
        private readonly int fields = lookup.ValueFields.Count;
        private readonly List<byte[]> blocks = [];
        private (int Block, int Offset)[] slots = new (int, int)[1024];
        private int count;
        private int used = BlockBytes;

        public void Add(ReadOnlySpan<byte> key, PayloadValues values)
        {
            if (count * 2 >= slots.Length)
            {
                Grow();
            }

            Span<byte> folded = stackalloc byte[key.Length * 3];
            var name = Fold(key, folded);
            var head = sizeof(int) * (1 + fields);
            var size = head + name.Length;
            for (var i = 0; i < fields; i++)
            {
                size += values[i].Length;
            }

            if (used + size > BlockBytes)
            {
                blocks.Add(new byte[Math.Max(BlockBytes, size)]);
                used = 0;
            }

            var entry = blocks[^1].AsSpan(used, size);
            var numbers = MemoryMarshal.Cast<byte, int>(entry[..head]);
            numbers[0] = name.Length;
            name.CopyTo(entry[head..]);
            var end = 0;
            for (var i = 0; i < fields; i++)
            {
                values[i].CopyTo(entry[(head + name.Length + end)..]);
                end += values[i].Length;
                numbers[1 + i] = end;
            }

            Place((blocks.Count, used), name);
            count++;
            used = (used + size + 3) & ~3;
        }

        public bool TryGet(ReadOnlySpan<byte> key, out LookupRow row)
        {
            if (key.Length > 256)
            {
                row = default;
                return false;
            }

            Span<byte> folded = stackalloc byte[key.Length * 3];
            var name = Fold(key, folded);
            for (var i = Slot(name); slots[i].Block != 0; i = (i + 1) & (slots.Length - 1))
            {
                var entry = blocks[slots[i].Block - 1].AsSpan(slots[i].Offset);
                var head = sizeof(int) * (1 + fields);
                var numbers = MemoryMarshal.Cast<byte, int>(entry[..head]);
                if (entry.Slice(head, numbers[0]).SequenceEqual(name))
                {
                    row = new LookupRow(entry[(head + numbers[0])..], numbers[1..]);
                    return true;
                }
            }

            row = default;
            return false;
        }

        private void Place((int Block, int Offset) entry, ReadOnlySpan<byte> name)
        {
            var i = Slot(name);
            while (slots[i].Block != 0)
            {
                i = (i + 1) & (slots.Length - 1);
            }

            slots[i] = entry;
        }

        private void Grow()
        {
            var old = slots;
            slots = new (int, int)[old.Length * 2];
            foreach (var entry in old)
            {
                if (entry.Block != 0)
                {
                    var bytes = blocks[entry.Block - 1].AsSpan(entry.Offset);
                    Place(entry, bytes.Slice(sizeof(int) * (1 + fields), MemoryMarshal.Read<int>(bytes)));
                }
            }
        }

        private int Slot(ReadOnlySpan<byte> name) => (int)((ulong)HashCode64.Of(name) >> 32) & (slots.Length - 1);

        /// <summary>Ids are case-sensitive; names and addresses are compared as SOQL compares them.</summary>
        private ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> key, Span<byte> folded)
        {
            if (exact)
            {
                return key;
            }

            if (System.Text.Ascii.ToLower(key, folded, out var written) == System.Buffers.OperationStatus.Done)
            {
                return folded[..written];
            }

            var lower = Encoding.UTF8.GetString(key).ToLowerInvariant();
            return Encoding.UTF8.TryGetBytes(lower, folded, out written) ? folded[..written] : Encoding.UTF8.GetBytes(lower);
        }
    }
}
