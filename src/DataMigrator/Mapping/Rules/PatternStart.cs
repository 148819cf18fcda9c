
namespace DataMigrator.Mapping.Rules;

/// <summary>
/// What the first characters of a text must be for an anchored pattern to have a chance. Most rows fail at the first: no regex is run for them.
/// It only ever says no when the pattern could not match; what it can't judge (other constructs, characters outside ASCII) it lets pass.
/// </summary>
internal sealed class PatternStart
{
    private const int Longest = 48;
    private readonly bool[][][] alternatives;

    private PatternStart(List<bool[][]> alternatives) => this.alternatives = [.. alternatives];

    /// <summary>Null if the pattern's start says nothing. ASCII case is ignored, as conditions do.</summary>
    public static PatternStart? Of(string pattern)
    {
        if (!pattern.StartsWith('^') || HasTopLevelChoice(pattern))
        {
            return null;
        }

        var alternatives = new List<bool[][]>();
        foreach (var start in LeadingGroup.Expand(pattern[1..]))
        {
            var sets = Sets(start);
            if (sets.Length > 0)
            {
                alternatives.Add(sets);
            }
            else if (!LeadingGroup.BeginsOutsideAscii(start))
            {
                return null;
            }
        }

        return alternatives.Count == 0 ? null : new PatternStart(alternatives);
    }

    /// <summary>False only if the pattern can't match.</summary>
    public bool MayMatch(ReadOnlySpan<byte> utf8)
    {
        foreach (var sets in alternatives)
        {
            if (MayBegin(utf8, sets))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MayBegin(ReadOnlySpan<byte> utf8, bool[][] sets)
    {
        for (var i = 0; i < sets.Length; i++)
        {
            if (i == utf8.Length)
            {
                return false;
            }

            if (utf8[i] >= 0x80)
            {
                return true;
            }

            if (!sets[i][utf8[i]])
            {
                return false;
            }
        }

        return true;
    }

    // Of as many characters as can be told for certain.
    private static bool[][] Sets(string pattern)
    {
        var sets = new List<bool[]>();
        var at = 0;
        while (at < pattern.Length && sets.Count < Longest && TrySet(pattern, ref at, out var set))
        {
            var count = 1;
            if (at < pattern.Length && pattern[at] is '?' or '*' or '+' or '{')
            {
                var close = pattern.IndexOf('}', at);
                if (pattern[at] != '{' || close < 0 || !int.TryParse(pattern.AsSpan(at + 1, close - at - 1), out count))
                {
                    // "x+" needs one; "x?", "x*" and "x{1,3}" say nothing for certain.
                    if (pattern[at] == '+')
                    {
                        sets.Add(set);
                    }

                    break;
                }

                at = close + 1;
            }

            sets.AddRange(Enumerable.Repeat(set, Math.Min(count, Longest - sets.Count)));
        }

        return [.. sets];
    }

    private static bool TrySet(string pattern, ref int at, out bool[] set)
    {
        set = new bool[128];
        var c = pattern[at];
        if (char.IsAsciiLetterOrDigit(c) || " -:,_/#=@<>\"'!%&;~".Contains(c, StringComparison.Ordinal))
        {
            Add(set, c, c);
            at++;
            return true;
        }

        if (c == '\\' && at + 1 < pattern.Length)
        {
            var escaped = pattern[at + 1];
            if (escaped == 'd')
            {
                Add(set, '0', '9');
            }
            else if (escaped == 's')
            {
                Add(set, '\t', '\r');
                Add(set, ' ', ' ');
            }
            else if (char.IsAscii(escaped) && !char.IsAsciiLetterOrDigit(escaped))
            {
                Add(set, escaped, escaped);
            }
            else
            {
                return false;
            }

            at += 2;
            return true;
        }

        return c == '[' && TryClass(pattern, ref at, set);
    }

    // Letters, digits and ranges of them, nothing else.
    private static bool TryClass(string pattern, ref int at, bool[] set)
    {
        var close = pattern.IndexOf(']', at);
        for (var i = at + 1; i < close; i++)
        {
            if (!char.IsAsciiLetterOrDigit(pattern[i]))
            {
                return false;
            }

            var isRange = i + 2 < close && pattern[i + 1] == '-';
            if (isRange && !char.IsAsciiLetterOrDigit(pattern[i + 2]))
            {
                return false;
            }

            Add(set, pattern[i], isRange ? pattern[i + 2] : pattern[i]);
            i += isRange ? 2 : 0;
        }

        at = close + 1;
        return close > 0;
    }

    private static void Add(bool[] set, char from, char to)
    {
        for (var c = from; c <= to; c++)
        {
            set[char.ToLowerInvariant(c)] = set[char.ToUpperInvariant(c)] = true;
        }
    }

    private static bool HasTopLevelChoice(string pattern)
    {
        var depth = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '(' or '[':
                    depth++;
                    break;
                case ')' or ']':
                    depth--;
                    break;
                case '|' when depth <= 0:
                    return true;
            }
        }

        return false;
    }
}
