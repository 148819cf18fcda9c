using System.Text;
using Ascii = DataMigrator.Mapping.Texts.Ascii;

namespace DataMigrator.Mapping.Rules;

/// <summary>The alternatives that a pattern begins with, such as <c>(?:Call|Anruf) \d</c>: each with what follows them. See <see cref="PatternStart"/>.</summary>
internal static class LeadingGroup
{
    /// <summary><c>Call \d</c> and <c>Anruf \d</c>; the pattern itself if it begins with no group, or one that can't be read.</summary>
    /// <param name="pattern">What stands behind the <c>^</c>.</param>
    public static IReadOnlyList<string> Expand(string pattern)
    {
        var begins = pattern.StartsWith("(?:", StringComparison.Ordinal) ? 3 : 1;
        if (!pattern.StartsWith('(') || pattern.AsSpan(begins).StartsWith("?"))
        {
            return [pattern];
        }

        var alternatives = new List<string>();
        var (depth, from) = (0, begins);
        for (var at = begins; at < pattern.Length; at++)
        {
            switch (pattern[at])
            {
                case '\\':
                    at++;
                    break;
                case '[':
                    // A bracket inside a class, or one that comes first: too rare to read.
                    var close = pattern.IndexOf(']', at);
                    if (close < at + 2 || pattern.AsSpan(at + 1, close - at - 1).ContainsAny('\\', '[', '^'))
                    {
                        return [pattern];
                    }

                    at = close;
                    break;
                case '(':
                    depth++;
                    break;
                case ')' when depth > 0:
                    depth--;
                    break;
                case '|' when depth == 0:
                    alternatives.Add(pattern[from..at]);
                    from = at + 1;
                    break;
                case ')':
                    alternatives.Add(pattern[from..at]);
                    return Followed(alternatives, pattern[(at + 1)..], pattern);
            }
        }

        return [pattern];
    }

    /// <summary>Whether its first character is neither ASCII nor, in another case, an ASCII letter: no text that begins in ASCII fits.</summary>
    public static bool BeginsOutsideAscii(string pattern)
    {
        if (!Rune.TryGetRuneAt(pattern.Length == 0 ? " " : pattern, 0, out var first) || first.IsAscii || Ascii.HasOtherCase(Encoding.UTF8.GetBytes(first.ToString())))
        {
            return false;
        }

        return pattern.Length == first.Utf16SequenceLength || !"?*{".Contains(pattern[first.Utf16SequenceLength], StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Followed(List<string> alternatives, string rest, string pattern) => rest switch
    {
        ['?' or '*' or '{', ..] => [pattern],
        ['+', ..] => alternatives,
        _ => [.. alternatives.Select(alternative => alternative + rest)],
    };
}
