using System.Text;
using DataMigrator.Mapping.Texts;

namespace DataMigrator.Mapping.Rules;

/// <summary>Finds the literals of a pattern that no match can do without: goes through its outermost sequence, item by item. See <see cref="PatternLiterals"/>.</summary>
internal sealed class PatternReader(string pattern)
{
    private readonly StringBuilder literal = new();
    private int at;
    private bool isUnclear;

    public List<SoughtText[]> Found { get; } = [];

    /// <returns>False if there is something in the pattern that could make an outermost item optional without being seen here.</returns>
    public bool TryRead()
    {
        while (at < pattern.Length && !isUnclear)
        {
            var begins = at;
            var item = pattern[at++];
            switch (item)
            {
                case '|' or ')' or '?' or '*' or '+' or '{':
                    return false;
                case '(' when !TryGroup(begins):
                case '[' when !TryClass():
                case '\\' when !TryEscape():
                    return false;
                case '(' or '[' or '\\':
                    break;
                case '.' or '^' or '$':
                    Flush();
                    Quantifier(out _);
                    break;
                default:
                    Literal(item);
                    break;
            }
        }

        Flush();
        return !isUnclear;
    }

    private void Literal(char c)
    {
        var repeated = Quantifier(out var optional);
        if (!char.IsAscii(c))
        {
            Flush();
            return;
        }

        if (!optional)
        {
            literal.Append(c);
        }

        if (repeated)
        {
            Flush();
        }
    }

    private bool TryEscape()
    {
        if (at == pattern.Length)
        {
            return false;
        }

        var escaped = pattern[at++];
        if (char.IsAscii(escaped) && !char.IsAsciiLetterOrDigit(escaped))
        {
            Literal(escaped);
            return true;
        }

        Flush();
        Quantifier(out _);
        return "dDwWsSbB".Contains(escaped, StringComparison.Ordinal);
    }

    private bool TryClass()
    {
        Flush();
        if (at < pattern.Length && pattern[at] == '^')
        {
            at++;
        }

        // A bracket that comes first is one of the class, and a class may be taken off another: too rare to read.
        var close = pattern.IndexOf(']', at);
        if (close <= at || pattern.AsSpan(at, close - at).IndexOfAny('\\', '[') >= 0 && !TrySkipEscapes(ref close))
        {
            return false;
        }

        at = close + 1;
        Quantifier(out _);
        return true;
    }

    private bool TrySkipEscapes(ref int close)
    {
        for (close = at; close < pattern.Length && pattern[close] != ']'; close++)
        {
            if (pattern[close] == '[')
            {
                return false;
            }

            close += pattern[close] == '\\' ? 1 : 0;
        }

        return close < pattern.Length;
    }

    private bool TryGroup(int begins)
    {
        Flush();
        if (at < pattern.Length && pattern[at] == '?' && !pattern.AsSpan(at).StartsWith("?:"))
        {
            return false;
        }

        var content = pattern.AsSpan(at).StartsWith("?:") ? at + 2 : at;
        var depth = 1;
        for (; depth > 0 && at < pattern.Length; at++)
        {
            switch (pattern[at])
            {
                case '\\':
                    at++;
                    break;
                case '[':
                    return false;
                case '(' when at + 1 < pattern.Length && pattern[at + 1] == '?' && !pattern.AsSpan(at + 1).StartsWith("?:"):
                    return false;
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
            }
        }

        if (depth > 0 || at > pattern.Length)
        {
            return false;
        }

        var alternatives = pattern[content..(at - 1)].Split('|');
        var once = !Quantifier(out var optional);

        // At the very start PatternStart or the text itself decides sooner.
        if (!optional && begins > 1 && alternatives.All(text => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == ' ')))
        {
            var (beginsWord, endsWord) = (once && IsBoundary(begins - 2), once && IsBoundary(at));
            Found.Add([.. alternatives.Select(text => new SoughtText(text, beginsWord && text[0] != ' ', endsWord && text[^1] != ' '))]);
        }

        return true;
    }

    // A "\b" that nothing makes optional, and that is no "b" behind a backslash which stands for itself.
    private bool IsBoundary(int index) =>
        pattern.AsSpan(index).StartsWith(@"\b") && (index == 0 || pattern[index - 1] != '\\') && (index + 2 == pattern.Length || !"?*+{".Contains(pattern[index + 2], StringComparison.Ordinal));

    // "?", "*" and "{…}" may be none at all; "+" is one at least. A "?" after them only makes them lazy.
    private bool Quantifier(out bool optional)
    {
        optional = false;
        if (at == pattern.Length || pattern[at] is not ('?' or '*' or '+' or '{'))
        {
            return false;
        }

        optional = pattern[at] != '+';
        if (pattern[at] == '{')
        {
            // A brace that counts nothing is a text.
            var count = pattern.AsSpan(at + 1);
            var digits = count.IndexOfAnyExcept("0123456789,");
            isUnclear |= digits < 1 || count[digits] != '}';
            at += Math.Max(digits, 0) + 1;
        }

        at++;
        if (at < pattern.Length && pattern[at] == '?')
        {
            at++;
        }

        return true;
    }

    // A blank is in nearly every text.
    private void Flush()
    {
        if (literal.ToString().AsSpan().Trim(' ').Length > 0)
        {
            Found.Add([new SoughtText(literal.ToString())]);
        }

        literal.Clear();
    }
}
