using System.Globalization;
using System.Text;
using DataMigrator.Staging;

namespace DataMigrator.Reconciliation;

/// <summary>One cell of level one.</summary>
/// <param name="Month">See <see cref="CallStatistics.Month"/>.</param>
/// <param name="Type">Lower case; picklists keep the case of their value set.</param>
/// <param name="Owner">15 characters.</param>
internal readonly record struct CallGroup(int Month, string Type, string Owner)
{
    private const string Any = "*";

    /// <summary>All types and owners of one month.</summary>
    public static CallGroup Whole(int month) => new(month, Any, Any);

    public override string ToString() => Type == Any ? $"{CallStatistics.Name(Month)}, all types and owners"
        : $"{CallStatistics.Name(Month)}, {(Type.Length == 0 ? "no type" : Type)}, owner {(Owner.Length == 0 ? "none" : Owner)}";
}

/// <summary>Calls and seconds per month × type × owner. As large as there are groups, not calls.</summary>
internal sealed class CallGroups
{
    private readonly Dictionary<CallGroup, (long Count, long Seconds)> cells = [];
    private readonly Dictionary<string, string> types = new(new Utf8Names());
    private readonly Dictionary<string, string> owners = new(new Utf8Names());

    public IReadOnlyDictionary<CallGroup, (long Count, long Seconds)> Cells => cells;

    public long Count => cells.Values.Sum(c => c.Count);

    /// <summary>An org answers with 100,000 groups of a few types and owners: the same names are kept once.</summary>
    public void Add(int month, string type, string owner, long count, long seconds) => Add(
        new CallGroup(month, Known(types, type, Lower), Known(owners, owner, Id)), count, seconds);

    /// <summary>One call; makes no garbage for names met before.</summary>
    public void Add(int month, ReadOnlySpan<byte> type, ReadOnlySpan<byte> owner, long seconds) => Add(
        new CallGroup(month, Known(types, type, Lower), Known(owners, owner, Id)), 1, seconds);

    /// <summary>The same calls, with one cell for each of these months: where types or owners are not known for every call.</summary>
    public CallGroups Merged(IReadOnlySet<int> months)
    {
        var merged = new CallGroups();
        foreach (var (group, (count, seconds)) in cells)
        {
            merged.Add(months.Contains(group.Month) ? CallGroup.Whole(group.Month) : group, count, seconds);
        }

        return merged;
    }

    /// <summary>Where the two do not count the same, or with <paramref name="sums"/> not the same seconds; in order of month, type and owner.</summary>
    public IEnumerable<GroupDifference> Differences(CallGroups found, bool sums)
    {
        var different = cells.Keys.Concat(found.cells.Keys.Where(group => !cells.ContainsKey(group)))
            .Select(group => new GroupDifference(group, cells.GetValueOrDefault(group), found.cells.GetValueOrDefault(group), sums))
            .Where(cell => cell.Want.Count != cell.Have.Count || (sums && cell.Want.Seconds != cell.Have.Seconds));
        return different.OrderBy(d => d.Group.Month).ThenBy(d => d.Group.Type, StringComparer.Ordinal).ThenBy(d => d.Group.Owner, StringComparer.Ordinal);
    }

    public void Add(CallGroup group, long count, long seconds)
    {
        var (c, s) = cells.GetValueOrDefault(group);
        cells[group] = (c + count, s + seconds);
    }

    private static string Lower(string type) => type.ToLowerInvariant();

    private static string Id(string owner) => owner.Length > 15 ? owner[..15] : owner;

    private static string Known(Dictionary<string, string> names, ReadOnlySpan<byte> name, Func<string, string> form) =>
        names.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var known) ? known : Known(names, Encoding.UTF8.GetString(name), form);

    /// <summary>The form that is compared of a name as it is written.</summary>
    private static string Known(Dictionary<string, string> names, string name, Func<string, string> form)
    {
        if (!names.TryGetValue(name, out var known))
        {
            names.Add(name, known = form(name));
        }

        return known;
    }
}

/// <summary>One group that the two sides do not count alike.</summary>
/// <param name="Sums">Seconds were compared too.</param>
internal readonly record struct GroupDifference(CallGroup Group, (long Count, long Seconds) Want, (long Count, long Seconds) Have, bool Sums)
{
    /// <param name="noun">Of what is counted: calls, Tasks.</param>
    public string Expected(string noun) => Text(Want, noun);

    /// <inheritdoc cref="Expected"/>
    public string Found(string noun) => Text(Have, noun);

    private string Text((long Count, long Seconds) cell, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{Group}: {cell.Count} {noun}{(Sums ? string.Create(CultureInfo.InvariantCulture, $", {cell.Seconds} seconds") : "")}");
}
