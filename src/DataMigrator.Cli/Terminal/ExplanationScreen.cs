using DataMigrator.Mapping.Explaining;

namespace DataMigrator.Cli.Terminal;

/// <summary>How each field of one call got its value.</summary>
internal sealed class ExplanationScreen(TextWriter screen)
{
    public void Show(Explanation explanation)
    {
        screen.WriteLine($"Task {explanation.TaskId} by {explanation.MappingName} {explanation.MappingVersion[..Math.Min(12, explanation.MappingVersion.Length)]}: {explanation.Door}"
            + (explanation.Reason is { } reason ? $" ({reason.Field}: {reason.Text}, rule {reason.Rule})" : string.Empty));
        if (explanation.Detail is { Length: > 0 } detail)
        {
            screen.WriteLine($"  {Plain(detail)}");
        }

        foreach (var skip in explanation.Skips.Where(skip => skip.Fits))
        {
            screen.WriteLine($"  skip: {skip.Reason} because {skip.Condition}");
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
            screen.WriteLine($"  {value.Name,-26} {(value.Value is null ? "(none)" : Plain(value.Value))}");
            screen.WriteLine($"  {string.Empty,-26}   by {value.Rule}  {value.Site}");
            foreach (var tried in value.Tried.Where(tried => !tried.Chosen && tried.WhyNot is not null))
            {
                screen.WriteLine($"  {string.Empty,-26}   not {tried.Rule}: {Plain(tried.WhyNot!)}");
            }
        }
    }

    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
