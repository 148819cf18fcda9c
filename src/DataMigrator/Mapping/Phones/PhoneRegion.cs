namespace DataMigrator.Mapping.Phones;

/// <summary>A region whose numbering plan is known, by its ISO 3166 code: where a number without calling code is dialled.
/// The default value is "no region": only numbers that carry their calling code can be read then.</summary>
internal readonly record struct PhoneRegion
{
    // One more than the plan's place, so that default(PhoneRegion) is "none".
    private readonly short _place;

    internal PhoneRegion(int plan) => _place = (short)(plan + 1);

    public static PhoneRegion None => default;

    public bool IsNone => _place == 0;

    internal NumberingPlan Plan => NumberingPlans.All[_place - 1];

    /// <summary>Two capital letters, three digits for a code without country (+800), or "" for none.</summary>
    public string Code => IsNone ? string.Empty : Plan.Region;

    /// <summary>The region for an ISO code in either case ("de", "US"); false when there is no plan for it.</summary>
    public static bool TryParse(ReadOnlySpan<char> code, out PhoneRegion region)
    {
        region = default;
        return code.Length == 2 && NumberingPlans.TryFindRegion(char.ToUpperInvariant(code[0]), char.ToUpperInvariant(code[1]), out region);
    }

    /// <summary>
    /// Whether digits without calling code look dialled from within this region: with the prefix that is written here before national numbers, or in a region
    /// where none is (or, as 1 in North America, one that people leave out).
    /// </summary>
    public bool HasFormOf(ReadOnlySpan<byte> text)
    {
        var prefix = Plan.NationalPrefix;
        if (prefix.Length == 0 || prefix == "1")
        {
            return true;
        }

        var first = text.IndexOfAnyInRange((byte)'0', (byte)'9');
        return first >= 0 && text[first] == prefix[0];
    }

    /// <summary>As <see cref="TryParse(ReadOnlySpan{char}, out PhoneRegion)"/>; "" is none.</summary>
    /// <exception cref="FormatException">There is no plan for the code.</exception>
    public static PhoneRegion Parse(ReadOnlySpan<char> code) => TryParse(code, out var region) || code.IsEmpty
        ? region
        : throw new FormatException($"'{code}' is no region with a numbering plan: an ISO 3166 code of two letters was expected, such as US or DE.");

    public override string ToString() => IsNone ? "(no region)" : Code;
}
