namespace DataMigrator.Reporting.Html;

/// <summary>The page's head and the verdict: what a director reads. Which run it was stands after it.</summary>
internal static class VerdictSection
{
    public static void WriteHeader(HtmlWriter html, ReportDocument document) => html.Write(
        $"""
        <header>
        <p class="eyebrow">Call log migration · Task to VoiceCall</p>
        <h1>{(document.Run.Executed ? "Migration report" : "Dry run report")}</h1>
        <nav aria-label="Sections"><a href="#books">Books</a> <a href="#charts">Charts</a> <a href="#reasons">Reasons</a> <a href="#findings">Findings</a> <a href="#method">Method</a> <a href="#cost">Cost</a> <a href="#settings">Settings</a> <a href="#signature">Sign-off</a></nav>
        </header>

        """);

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
        Figures(html, document);
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
        Run(html, document.Run);
    }

    /// <summary>The way of the rows in a few numbers.</summary>
    private static void Figures(HtmlWriter html, ReportDocument document)
    {
        var result = document.Result;
        var compared = result.Reconciliation is { Read: > 0 };
        (string Name, long? Count)[] figures =
        [
            ("Tasks read", result.Extraction?.Read),
            ("calls among them", result.Mapping?.Mapped),
            (document.Run.Executed ? "created" : "would be created", result.Loading?.Created),
            ("agree with their Task", compared ? result.Reconciliation!.Matched : null),
            ("could not be mapped", result.Mapping?.Rejected),
            ("differences to decide", compared ? document.Findings.Where(f => f.Status == "open").Sum(f => f.Count) : null),
        ];
        html.Markup("<dl class=\"figures\">\n");
        foreach (var (name, count) in figures.Where(figure => figure.Count is not null))
        {
            html.Write($"<div><dt>{name}</dt><dd>{count!.Value}</dd></div>\n");
        }

        html.Markup("</dl>\n");
    }

    private static void Run(HtmlWriter html, ReportRun run) => html.Write(
        $"""
        <dl class="facts run">
        <div><dt>Run</dt><dd>{run.Id}</dd></div>
        <div><dt>Command</dt><dd>{run.Command}{(run.Executed ? " --execute" : "")}</dd></div>
        <div><dt>Range</dt><dd>{run.RangeField}: {(run.From is null ? "beginning" : Display.Instant(run.From))} to {(run.To is null ? "open end" : Display.Instant(run.To))}{(run.Limit is { } limit ? $", at most {limit} calls" : "")}</dd></div>
        <div><dt>Source org</dt><dd>{run.SourceOrg ?? "not known"}</dd></div>
        <div><dt>Target org</dt><dd>{run.TargetOrg ?? "not known"}</dd></div>
        <div><dt>Started</dt><dd>{Display.Instant(run.Started)}</dd></div>
        <div><dt>Ended</dt><dd>{(run.Ended is null ? $"not yet ({run.State})" : Display.Instant(run.Ended))}</dd></div>
        </dl>

        """);
}
