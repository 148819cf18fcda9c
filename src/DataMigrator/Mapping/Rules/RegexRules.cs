using DataMigrator.Mapping.Texts;

namespace DataMigrator.Mapping.Rules;

/// <summary>Texts of which one must occur, case as written: they keep a regex off the many rows that can't match. None: every text may match.</summary>
internal sealed class NeededTexts(IEnumerable<string> texts)
{
    private readonly (byte[] Text, LetterSet Letters)[] required = [.. texts.Select(System.Text.Encoding.UTF8.GetBytes).Select(text => (text, LetterSet.Of(text)))];

    /// <param name="letters">Of the text.</param>
    public bool MayMatch(ReadOnlySpan<byte> text, LetterSet letters)
    {
        foreach (var (part, its) in required)
        {
            if (letters.HasAll(its) && text.IndexOf(part) >= 0)
            {
                return true;
            }
        }

        return required.Length == 0;
    }
}

/// <summary>One group of a regex's first match.</summary>
internal sealed class RegexRule(Rule from, TimedRegex regex, int group, NeededTexts needs) : Rule
{
    public override string Label => $"regex {regex.Pattern}";

    public override bool Seeks => from.Seeks;

    public override ValueOrigin Origin => from.Origin;

    public override IReadOnlyList<Rule> Parts => [from];

    public override ReadOnlySpan<byte> Text(scoped in RowContext row)
    {
        var text = from.Text(row);
        if (text.IsEmpty)
        {
            return default;
        }

        var letters = from.Letters(row, text);
        return needs.MayMatch(text, letters) ? regex.Capture(row, text, letters, group) : default;
    }

    public override string WhyNot(scoped in RowContext row) => from.Text(row).IsEmpty ? $"{from.Label} is empty" : "no match";
}

/// <summary>How often a regex matches; nothing if it never does.</summary>
internal sealed class CountRule(Rule from, TimedRegex regex, NeededTexts needs) : NumericRule
{
    public override string Label => $"count {regex.Pattern}";

    public override ValueOrigin Origin => from.Origin;

    public override IReadOnlyList<Rule> Parts => [from];

    public override bool TryNumber(scoped in RowContext row, out double number)
    {
        var text = from.Text(row);
        number = 0;
        if (!text.IsEmpty && from.Letters(row, text) is var letters && needs.MayMatch(text, letters))
        {
            number = regex.Count(row, text, letters);
        }

        return number > 0;
    }

    public override string WhyNot(scoped in RowContext row) => from.Text(row).IsEmpty ? $"{from.Label} is empty" : "no match";
}
