using System.Globalization;

namespace DataMigrator.Staging;

/// <summary>Calls or Tasks that are counted together.</summary>
/// <param name="Month">See <see cref="CallStatistics.Month"/>.</param>
/// <param name="Type">Lower case; picklists keep the case of their value set.</param>
/// <param name="Owner">15 characters.</param>
internal readonly record struct CallGroup(int Month, string Type, string Owner)
{
    /// <summary>All types, or all owners.</summary>
    public const string Any = "*";

    public override string ToString() => Type == Any ? $"{CallStatistics.Name(Month)}, all types and owners"
        : $"{CallStatistics.Name(Month)}, {(Type.Length == 0 ? "no type" : Type)}, owner {(Owner.Length == 0 ? "none" : Owner)}";
}

/// <summary>A group by the numbers of its type and owner: see <see cref="CallGroups"/>.</summary>
internal readonly record struct GroupKey(int Month, int Type, int Owner)
{
    /// <summary>Each number has its own bits in most orgs.</summary>
    public override int GetHashCode() => (Month << 21) ^ (Type << 16) ^ Owner;
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
