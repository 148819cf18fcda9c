using DataMigrator.Mapping.Texts;

namespace DataMigrator.Mapping.Rules;

/// <summary>Texts of which one must occur, case as written: they keep a regex off the many rows that can't match. None: every text may match.</summary>
internal sealed class NeededTexts(IEnumerable<string> texts)
{
    private readonly byte[][] required = [.. texts.Select(System.Text.Encoding.UTF8.GetBytes)];

    public bool MayMatch(ReadOnlySpan<byte> text)
    {
        foreach (var part in required)
        {
            if (text.IndexOf(part) >= 0)
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

    public override ValueOrigin Origin => from.Origin;

    public override IReadOnlyList<Rule> Parts => [from];

    public override ReadOnlySpan<byte> Text(scoped in RowContext row)
    {
        var text = from.Text(row);
        return text.IsEmpty || !needs.MayMatch(text) ? default : regex.Capture(row, text, group);
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
        number = text.IsEmpty || !needs.MayMatch(text) ? 0 : regex.Count(row, text);
        return number > 0;
    }

    public override string WhyNot(scoped in RowContext row) => from.Text(row).IsEmpty ? $"{from.Label} is empty" : "no match";
}
