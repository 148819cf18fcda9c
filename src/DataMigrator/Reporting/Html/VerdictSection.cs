namespace DataMigrator.Reporting.Html;

/// <summary>The page's head and the verdict: what a director reads.</summary>
internal static class VerdictSection
{
    public static void WriteHeader(HtmlWriter html, ReportDocument document)
    {
        var run = document.Run;
        html.Write(
            $"""
            <header>
            <p class="eyebrow">Call log migration · Task to VoiceCall</p>
            <h1>{(run.Executed ? "Migration report" : "Dry run report")}</h1>
            <dl class="facts">
            <div><dt>Run</dt><dd>{run.Id}</dd></div>
            <div><dt>Command</dt><dd>{run.Command}{(run.Executed ? " --execute" : "")}</dd></div>
            <div><dt>Range</dt><dd>{run.RangeField}: {(run.From is null ? "beginning" : Display.Instant(run.From))} to {(run.To is null ? "open end" : Display.Instant(run.To))}{(run.Limit is { } limit ? $", at most {limit} calls" : "")}</dd></div>
            <div><dt>Source org</dt><dd>{run.SourceOrg ?? "not known"}</dd></div>
            <div><dt>Target org</dt><dd>{run.TargetOrg ?? "not known"}</dd></div>
            <div><dt>Started</dt><dd>{Display.Instant(run.Started)}</dd></div>
            <div><dt>Ended</dt><dd>{(run.Ended is null ? $"not yet ({run.State})" : Display.Instant(run.Ended))}</dd></div>
            </dl>
            <nav aria-label="Sections"><a href="#books">Books</a> <a href="#charts">Charts</a> <a href="#reasons">Reasons</a> <a href="#findings">Findings</a> <a href="#method">Method</a> <a href="#cost">Cost</a> <a href="#settings">Settings</a> <a href="#signature">Sign-off</a></nav>
            </header>

            """);
    }

    public static void Write(HtmlWriter html, ReportDocument document)
    {
        var verdict = document.Verdict;
        var (css, mark, word) = verdict.Level switch
        {
            VerdictLevel.Good => ("good", "✓", "In order"),
            VerdictLevel.Attention => ("attention", "!", "Needs attention"),
            _ => ("bad", "✗", "Not in order"),
        };
        html.Write(
            $"""
            <section class="verdict {css}" aria-labelledby="verdict-title">
            <p class="stamp"><span aria-hidden="true">{mark}</span> {word}</p>
            <h2 id="verdict-title">{verdict.Headline}</h2>

            """);
        foreach (var sentence in verdict.Sentences)
        {
            html.Write($"<p>{Display.Value(sentence)}</p>\n");
        }

        html.Markup("<h3>What to do next</h3>\n<ul>\n");
        foreach (var step in verdict.Next)
        {
            html.Write($"<li>{step}</li>\n");
        }

        html.Markup("</ul>\n</section>\n");
    }
}
