using System.Numerics;
using System.Runtime.CompilerServices;

namespace SalesforceEmulator.Org.Store;

/// <summary>
/// One immutable version of a record, read in place. Layout: length 4, checksum 4, object 1, flags 1, bitmap words 1, values present 1, ordinal 4;
/// the bitmap of present fields; the end offset of each present value (2 or 4 bytes); the values as UTF-8.
/// </summary>
internal readonly unsafe struct RowView(byte* record)
{
    public const int HeaderBytes = 16;
    private readonly byte* record = record;

    public bool Exists => record != null;

    public int Bytes => *(int*)record;

    public uint Checksum => *(uint*)(record + 4);

    public int ObjectIndex => record[8];

    public RowFlags Flags => (RowFlags)record[9];

    public uint Ordinal => *(uint*)(record + 12);

    public bool IsHidden => (Flags & (RowFlags.Deleted | RowFlags.Archived | RowFlags.Purged)) != RowFlags.None;

    public bool IsDeleted => (Flags & (RowFlags.Deleted | RowFlags.Purged)) != RowFlags.None;

    public bool IsPurged => (Flags & RowFlags.Purged) != RowFlags.None;

    public ReadOnlySpan<byte> Content => new(record + 8, Bytes - 8);

    /// <summary>The value's bytes; empty = null (the org knows no empty strings).</summary>
    public ReadOnlySpan<byte> this[int slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            int words = record[10];
            var word = slot >> 6;
            if (word >= words)
            {
                return default;
            }

            var bitmap = (ulong*)(record + HeaderBytes);
            var bit = 1UL << (slot & 63);
            if ((bitmap[word] & bit) == 0)
            {
                return default;
            }

            var rank = BitOperations.PopCount(bitmap[word] & (bit - 1));
            for (var i = 0; i < word; i++)
            {
                rank += BitOperations.PopCount(bitmap[i]);
            }

            var ends = record + HeaderBytes + (words * 8);
            int present = record[11];
            if ((Flags & RowFlags.Wide) == RowFlags.None)
            {
                var narrow = (ushort*)ends;
                var start = rank == 0 ? 0 : narrow[rank - 1];
                return new ReadOnlySpan<byte>(ends + (present * 2) + start, narrow[rank] - start);
            }

            var wide = (int*)ends;
            var wideStart = rank == 0 ? 0 : wide[rank - 1];
            return new ReadOnlySpan<byte>(ends + (present * 4) + wideStart, wide[rank] - wideStart);
        }
    }
}

[Flags]
internal enum RowFlags : byte
{
    None = 0,

    /// <summary>In the recycle bin.</summary>
    Deleted = 1,

    /// <summary>Old closed activity.</summary>
    Archived = 2,

    /// <summary>Offsets take four bytes.</summary>
    Wide = 4,

    /// <summary>Hard-deleted: no query sees it.</summary>
    Purged = 8,
}
