using System.Runtime.InteropServices;

namespace DataMigrator.Staging;

/// <summary>
/// Counts and seconds per month × type × owner. As large as there are groups, not calls; orgs have 100,000 of a few types and owners, so groups go by the numbers of
/// those, and what is compared shares its numbers: see <see cref="Empty"/>.
/// </summary>
internal sealed class CallGroups
{
    private readonly Utf8Names types;
    private readonly Utf8Names owners;
    private readonly Dictionary<GroupKey, (long Count, long Seconds)> cells;

    public CallGroups() : this(new(type => type.ToLowerInvariant()), new(owner => owner.Length > 15 ? owner[..15] : owner), 0)
    {
    }

    private CallGroups(Utf8Names types, Utf8Names owners, int size) => (this.types, this.owners, cells) = (types, owners, new(size));

    /// <summary>Of all groups.</summary>
    public long Count => cells.Values.Sum(c => c.Count);

    /// <summary>How many groups each month has.</summary>
    public IReadOnlyDictionary<int, int> PerMonth
    {
        get
        {
            Dictionary<int, int> months = [];
            foreach (var key in cells.Keys)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(months, key.Month, out _)++;
            }

            return months;
        }
    }

    /// <summary>Groups that these can be compared with; not to be filled at the same time.</summary>
    public CallGroups Empty() => new(types, owners, cells.Count);

    /// <summary>The group of that name; makes no garbage for names met before.</summary>
    public GroupKey KeyOf(int month, ReadOnlySpan<byte> type, ReadOnlySpan<byte> owner) => new(month, types.Of(type), owners.Of(owner));

    /// <summary>One call.</summary>
    public void Add(int month, ReadOnlySpan<byte> type, ReadOnlySpan<byte> owner, long seconds) => Add(KeyOf(month, type, owner), 1, seconds);

    /// <summary>A call whose type or owner is not known.</summary>
    public void AddWhole(int month, long seconds) => Add(Whole(month), 1, seconds);

    /// <summary>The same calls, with one cell for each of these months: where types or owners are not known for every call.</summary>
    public CallGroups Merged(IReadOnlySet<int> months)
    {
        var merged = Empty();
        foreach (var (key, (count, seconds)) in cells)
        {
            merged.Add(months.Contains(key.Month) ? Whole(key.Month) : key, count, seconds);
        }

        return merged;
    }

    /// <summary>Where the two do not count the same, or with <paramref name="sums"/> not the same seconds; in order of month, type and owner.</summary>
    /// <param name="found">Made by <see cref="Empty"/>.</param>
    public IReadOnlyList<GroupDifference> Differences(CallGroups found, bool sums)
    {
        if (found.types != types || found.owners != owners)
        {
            throw new ArgumentException("These groups were numbered apart.", nameof(found));
        }

        List<GroupDifference> different = [];
        void Compare(GroupKey key, (long Count, long Seconds) want, (long Count, long Seconds) have)
        {
            if (want.Count != have.Count || (sums && want.Seconds != have.Seconds))
            {
                different.Add(new(new(key.Month, types[key.Type], owners[key.Owner]), want, have, sums));
            }
        }

        foreach (var (key, want) in cells)
        {
            Compare(key, want, found.cells.TryGetValue(key, out var have) ? have : default);
        }

        foreach (var (key, have) in found.cells)
        {
            if (!cells.ContainsKey(key))
            {
                Compare(key, default, have);
            }
        }

        return [.. different.OrderBy(d => d.Group.Month).ThenBy(d => d.Group.Type, StringComparer.Ordinal).ThenBy(d => d.Group.Owner, StringComparer.Ordinal)];
    }

    public void Clear()
    {
        types.Clear();
        owners.Clear();
        cells.Clear();
    }

    /// <summary>Some bytes per group: names, then groups by the numbers of their names.</summary>
    public void Write(BinaryWriter writer)
    {
        Write(writer, types);
        Write(writer, owners);
        writer.Write7BitEncodedInt(cells.Count);
        foreach (var (key, (count, seconds)) in cells)
        {
            writer.Write7BitEncodedInt(key.Month);
            writer.Write7BitEncodedInt(key.Type);
            writer.Write7BitEncodedInt(key.Owner);
            writer.Write7BitEncodedInt64(count);
            writer.Write7BitEncodedInt64(seconds);
        }
    }

    /// <summary>Adds what <see cref="Write(BinaryWriter)"/> wrote.</summary>
    public void Add(BinaryReader reader)
    {
        var (typeOf, ownerOf) = (Read(reader, types), Read(reader, owners));
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var key = new GroupKey(reader.Read7BitEncodedInt(), typeOf[reader.Read7BitEncodedInt()], ownerOf[reader.Read7BitEncodedInt()]);
            Add(key, reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
        }
    }

    /// <param name="key">Of <see cref="KeyOf"/>, from here or from groups that share our numbers.</param>
    public void Add(GroupKey key, long count, long seconds)
    {
        ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, key, out _);
        cell = (cell.Count + count, cell.Seconds + seconds);
    }

    private GroupKey Whole(int month) => new(month, types.Of(CallGroup.Any), owners.Of(CallGroup.Any));

    private static void Write(BinaryWriter writer, Utf8Names names)
    {
        writer.Write7BitEncodedInt(names.Count);
        for (var number = 0; number < names.Count; number++)
        {
            writer.Write(names[number]);
        }
    }

    /// <summary>Our number of each name.</summary>
    private static int[] Read(BinaryReader reader, Utf8Names names)
    {
        var numbers = new int[reader.Read7BitEncodedInt()];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = names.Of(reader.ReadString());
        }

        return numbers;
    }
}
