using DataMigrator.Mapping.Texts;

namespace DataMigrator.Mapping.Rules;

/// <summary>The first value that is the id of an allowed object, by key prefix.</summary>
internal sealed class ReferenceRule(IReadOnlyList<Rule> from, IReadOnlyList<string> prefixes) : Rule
{
    private readonly Rule[] rules = [.. from];
    private readonly byte[][] allowed = [.. prefixes.Select(System.Text.Encoding.ASCII.GetBytes)];

    public override string Label => $"reference to {string.Join(" ", prefixes)}";

    public override IReadOnlyList<Rule> Parts => rules;

    public override ReadOnlySpan<byte> Text(scoped in RowContext row)
    {
        foreach (var rule in rules)
        {
            var id = rule.Text(row);
            if (id.Length is 15 or 18 && HasPrefix(id))
            {
                return id;
            }
        }

        return default;
    }

    public override string WhyNot(scoped in RowContext row) => "no id of an object that the target accepts here";

    private bool HasPrefix(ReadOnlySpan<byte> id)
    {
        foreach (var prefix in allowed)
        {
            if (id.StartsWith(prefix))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>
/// A text that is an identifier of the call: not a URL, not a phone number, no blanks, not one of the constants that adapters write, long enough, with a digit.
/// Task.CallObject is used for all of these: ids, URLs, numbers, <c>DemoCall</c>.
/// </summary>
internal sealed class IdentifierRule(Rule from, IReadOnlyList<string> constants, bool digitsAreIds) : Rule
{
    private const int Shortest = 6;
    private const int LongestNumber = 15;
    private readonly byte[][] never = [.. constants.Select(System.Text.Encoding.UTF8.GetBytes)];

    public override string Label => $"identifier in {from.Label}";

    public override ValueOrigin Origin => from.Origin;

    public override IReadOnlyList<Rule> Parts => [from];

    public override ReadOnlySpan<byte> Text(scoped in RowContext row)
    {
        var text = Ascii.Trim(from.Text(row));
        return Judge(text) is null ? text : default;
    }

    public override string WhyNot(scoped in RowContext row) => Judge(Ascii.Trim(from.Text(row))) ?? "empty";

    private string? Judge(ReadOnlySpan<byte> text)
    {
        if (text.Length is < Shortest or > 255)
        {
            return text.IsEmpty ? "empty" : text.Length < Shortest ? "too short for an id" : "too long for an id";
        }

        if (text.IndexOfAny((byte)' ', (byte)'\n', (byte)'\t') >= 0)
        {
            return "holds blanks";
        }

        if (text.IndexOf("://"u8) >= 0 || Ascii.StartsWithIgnoreCase(text, "www."u8))
        {
            return "is a URL";
        }

        foreach (var constant in never)
        {
            if (Ascii.EqualsIgnoreCase(text, constant))
            {
                return "is a constant of the adapter";
            }
        }

        if (text.IndexOfAnyInRange((byte)'0', (byte)'9') < 0)
        {
            return "has no digit";
        }

        return LooksLikeNumber(text) && !(digitsAreIds && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) ? "looks like a phone number" : null;
    }

    // Digits with a number's punctuation, as many as a phone number has. Longer ones (Avaya's UCID has 20) are ids.
    private static bool LooksLikeNumber(ReadOnlySpan<byte> text)
    {
        var digits = 0;
        foreach (var b in text)
        {
            if (b is >= (byte)'0' and <= (byte)'9')
            {
                digits++;
            }
            else if ("+-().#/"u8.IndexOf(b) < 0)
            {
                return false;
            }
        }

        // A hyphenated run of 20 digits is an id; a number with more than 15 digits can't be dialled.
        return digits <= LongestNumber;
    }
}
