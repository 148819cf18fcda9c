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

    public void Add(int month, string type, string owner, long count, long seconds) =>
        Add(new CallGroup(month, type.ToLowerInvariant(), owner.Length > 15 ? owner[..15] : owner), count, seconds);

    /// <summary>One call; makes no garbage for names met before.</summary>
    public void Add(int month, ReadOnlySpan<byte> type, ReadOnlySpan<byte> owner, long seconds) => Add(
        new CallGroup(month, Known(types, type, static name => name.ToLowerInvariant()), Known(owners, owner.Length > 15 ? owner[..15] : owner, static name => name)), 1, seconds);

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

    public void Add(CallGroup group, long count, long seconds)
    {
        var (c, s) = cells.GetValueOrDefault(group);
        cells[group] = (c + count, s + seconds);
    }

    private static string Known(Dictionary<string, string> names, ReadOnlySpan<byte> name, Func<string, string> form)
    {
        if (!names.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var known))
        {
            var text = Encoding.UTF8.GetString(name);
            names.Add(text, known = form(text));
        }

        return known;
    }
}
