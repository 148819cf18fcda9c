namespace DataMigrator.Mapping.Phones;

/// <summary>How one region dials: its prefixes, and which national numbers exist. Patterns are compiled when a first number needs them.</summary>
internal sealed class NumberingPlan
{
    private readonly IReadOnlyList<string> _patterns;
    private readonly uint[] _kindLengths;
    private readonly Lazy<DigitAutomaton> _numbers;
    private readonly Lazy<DigitProgram?> _prefix;
    private readonly Lazy<DigitProgram?> _leading;
    private readonly Lazy<DigitProgram?> _international;

    /// <param name="patterns">The pattern of every national number, then one per kind of number.</param>
    /// <param name="kindLengths">Per kind, bit n set for a possible length of n digits; 0 where the kind has those of the region.</param>
    public NumberingPlan(PlanFacts facts, IReadOnlyList<string> patterns, IReadOnlyList<uint> kindLengths)
    {
        (Region, CallingCode, NationalPrefix) = (facts.Region, facts.CallingCode, facts.NationalPrefix);
        (PrefixRewrite, Lengths, HasShortNumbers) = (facts.PrefixRewrite, facts.Lengths, facts.HasShortNumbers);
        _patterns = patterns;
        _kindLengths = [.. kindLengths];
        _numbers = new(() => DigitAutomaton.Compile(_patterns));
        _prefix = Program(facts.PrefixPattern);
        _leading = Program(facts.LeadingDigits);
        _international = Program(facts.InternationalPrefix);
    }

    public string Region { get; }

    public string CallingCode { get; }

    /// <summary>What is dialled before a national number ("0", "8", "1"); empty where nothing is.</summary>
    public string NationalPrefix { get; }

    /// <summary>What a matched prefix becomes: digits with $1, $2 for what it captured; empty: it is dropped.</summary>
    public string PrefixRewrite { get; }

    /// <summary>Bit n set: a national number may have n digits.</summary>
    public uint Lengths { get; }

    /// <summary>Whole subscriber numbers have six digits or fewer here, so that six digits need not be an extension.</summary>
    public bool HasShortNumbers { get; }

    public DigitProgram? Prefix => _prefix.Value;

    public DigitProgram? InternationalPrefix => _international.Value;

    public DigitProgram? LeadingDigits => _leading.Value;

    public bool CanHaveLength(int digits) => digits < 32 && (Lengths >> digits & 1) != 0;

    public bool IsTooLong(int digits) => digits >= 32 || Lengths >> digits == 0;

    /// <summary>Whether the digits look like a national number, without asking which kind.</summary>
    public bool Fits(ReadOnlySpan<byte> national) => (_numbers.Value.Match(national) & 1) != 0;

    /// <summary>Whether the digits belong to a range in use: fixed, mobile, toll-free, …</summary>
    public bool IsAssigned(ReadOnlySpan<byte> national)
    {
        var fits = _numbers.Value.Match(national);
        if ((fits & 1) == 0)
        {
            return false;
        }

        for (var kind = 0; kind < _kindLengths.Length; kind++)
        {
            if ((fits >> (kind + 1) & 1) != 0 && (_kindLengths[kind] == 0 || (_kindLengths[kind] >> national.Length & 1) != 0))
            {
                return true;
            }
        }

        return false;
    }

    private static Lazy<DigitProgram?> Program(string pattern) => new(() => pattern.Length == 0 ? null : DigitProgram.Compile(pattern));
}

/// <summary>One region's line of the facts file.</summary>
internal sealed record PlanFacts(
    string Region,
    string CallingCode,
    string InternationalPrefix,
    string NationalPrefix,
    string PrefixPattern,
    string PrefixRewrite,
    string LeadingDigits,
    uint Lengths,
    bool HasShortNumbers);
