using DataMigrator.Mapping.Explaining;
using DataMigrator.Reporting;

namespace DataMigrator.Cli.Terminal;

/// <summary>How each field of one call got its value, in 80 columns; <c>--json</c> has every rule in full.</summary>
internal sealed class ExplanationScreen(TextWriter screen)
{
    private const int Width = 80;
    private const int Indent = 6;
    private const int LongestLabel = 60;
    private const string NotAsked = "not asked";

    public void Show(Explanation explanation)
    {
        screen.WriteLine($"Task {explanation.TaskId}: {explanation.Door}");
        if (explanation.Reason is { } reason)
        {
            Wrapped(2, $"{reason.Field}: {reason.Text} (rule {reason.Rule})");
        }

        if (explanation.Detail is { Length: > 0 } detail)
        {
            Wrapped(2, $"the value: {detail}");
        }

        Wrapped(2, $"by {explanation.MappingName} {explanation.MappingVersion[..Math.Min(12, explanation.MappingVersion.Length)]}");
        foreach (var skip in explanation.Skips.Where(skip => skip.Fits))
        {
            Wrapped(2, $"skip: {skip.Reason}, because {skip.Condition}");
        }

        Show("Found out", explanation.Found);
        Show("VoiceCall", explanation.Fields);
    }

    private void Show(string title, IReadOnlyList<ExplainedValue> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        screen.WriteLine();
        screen.WriteLine(title);
        foreach (var value in values)
        {
            Wrapped(2, $"{value.Name}  {value.Value ?? "(none)"}");
            if (value.Value is not null)
            {
                Wrapped(Indent, value.Site.Length == 0 ? $"by {Short(value.Rule)}" : $"by {Short(value.Rule)}, {value.Site}");
            }

            Tried(value.Tried);
        }
    }

    private void Tried(IReadOnlyList<RuleTrace> tried)
    {
        // A preset's rules are about its vendor's rows only, and what comes after the value was not needed: both are counted, not listed.
        var others = tried.Count(IsOfOtherRows);
        var left = tried.Count(rule => rule.WhyNot?.StartsWith(NotAsked, StringComparison.Ordinal) == true);
        foreach (var rule in tried.Where(rule => !rule.Chosen && rule.WhyNot is { } why && !why.StartsWith(NotAsked, StringComparison.Ordinal) && !IsOfOtherRows(rule)).DistinctBy(rule => (rule.Rule, rule.WhyNot)))
        {
            Wrapped(Indent, $"not {Short(rule.Rule)}: {Why(rule)}");
        }

        if (others + left > 0)
        {
            string[] parts = [.. others > 0 ? new[] { $"{others} for other vendors' rows" } : [], .. left > 0 ? new[] { $"{left} not asked" } : []];
            Wrapped(Indent, $"({string.Join(", ", parts)})");
        }
    }

    private static bool IsOfOtherRows(RuleTrace rule) =>
        rule.WhyNot?.StartsWith("only if", StringComparison.Ordinal) == true && rule.Site.StartsWith("presets/", StringComparison.Ordinal);

    // "datetime of Started__c: Started__c is empty" says the name once too often.
    private static string Why(RuleTrace rule)
    {
        const string Empty = " is empty";
        var why = rule.WhyNot!;
        return why.EndsWith(Empty, StringComparison.Ordinal) && rule.Rule.EndsWith(why[..^Empty.Length], StringComparison.Ordinal) ? Empty.Trim() : Short(why);
    }

    private static string Short(string text) => text.Length <= LongestLabel ? text : text[..(LongestLabel - 1)] + "…";

    // Words longer than a line (ids, addresses) are not broken: they can be copied.
    private void Wrapped(int indent, string text)
    {
        foreach (var line in WrappedText.Of(PlainText.Of(text), Width, new string(' ', indent + 2), new string(' ', indent)))
        {
            screen.WriteLine(line.TrimEnd());
        }
    }
}
