namespace DataMigrator.Reporting.Html;

/// <summary>Differences between what the Tasks say and what the target holds: in groups, then one by one.</summary>
internal static class FindingsSection
{
    public static void Write(HtmlWriter html, ReportDocument document, FindingRows findings, CancellationToken cancellationToken)
    {
        var total = document.Findings.Sum(f => f.Count);
        html.Markup("<section id=\"findings\" aria-labelledby=\"findings-title\">\n<h2 id=\"findings-title\">Findings</h2>\n");
        if (total == 0)
        {
            html.Write($"<p>{(document.Result.Reconciliation is null ? "Source and target were not compared in this run." : "None: source and target agree.")}</p>\n</section>\n");
            return;
        }

        Groups(html, document);
        html.Write($"<h3>One by one</h3>\n<p>{(total > FindingRows.MostRows ? $"The first {Verdict.Number(FindingRows.MostRows)} of {Verdict.Number(total)}" : $"All {Verdict.Number(total)}")} findings; findings.csv has every one in full.</p>\n");
        html.Write($"<p id=\"finding-noscript\">Without scripts, the first {FindingRows.RowsWithoutScript} are shown.</p>\n");
        Table(html, findings, total, cancellationToken);
        html.Markup("</section>\n");
    }

    private static void Groups(HtmlWriter html, ReportDocument document)
    {
        html.Markup("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Findings in groups\"><table>\n<thead><tr><th scope=\"col\">What</th><th scope=\"col\">Status</th><th scope=\"col\">Check</th><th scope=\"col\">Field</th><th scope=\"col\" class=\"num\">Findings</th><th scope=\"col\">Example</th></tr></thead>\n<tbody>\n");
        foreach (var group in document.Findings)
        {
            html.Write($"<tr><th scope=\"row\">{group.Class} <span class=\"meaning\">{FindingClasses.Meaning(group.Class)}</span></th><td class=\"{(group.Status == "open" ? "wrong" : "ok")}\">{group.Status}</td><td>{group.Check}</td><td>{group.Field}</td><td class=\"num\">{group.Count}</td><td class=\"id\">{group.Example}</td></tr>\n");
        }

        html.Markup("</tbody></table></div>\n");
    }

    private static void Table(HtmlWriter html, FindingRows findings, long total, CancellationToken cancellationToken)
    {
        html.Markup(
            """
            <div id="finding-filters" class="filters" role="search" aria-label="Findings" hidden>
            <label>Search <input type="search" id="finding-search" autocomplete="off" spellcheck="false"></label>
            <label>Status <select id="finding-status"><option value="">all</option></select></label>
            <label>What <select id="finding-class"><option value="">all</option></select></label>
            <label>Field <select id="finding-field"><option value="">all</option></select></label>
            <p id="finding-count" role="status"></p>
            </div>

            """);
        html.Write($"<div id=\"finding-view\" class=\"scroll grid\" role=\"region\" tabindex=\"0\" aria-label=\"Findings one by one\"><table id=\"finding-table\" aria-rowcount=\"{(int)Math.Min(total, FindingRows.MostRows) + 1}\">\n<thead><tr>");
        foreach (var column in new[] { "No.", "Status", "What", "Check", "Field", "Task", "VoiceCall", "Expected", "Found", "Note" })
        {
            html.Write($"<th scope=\"col\">{column}</th>");
        }

        html.Markup("</tr></thead>\n<tbody>\n");
        var number = 0;
        foreach (var row in findings.Read(FindingRows.RowsWithoutScript, cancellationToken))
        {
            html.Write($"<tr><td class=\"num\">{++number}</td><td>{row.Status}</td><td>{row.Class}</td><td>{row.Check}</td><td>{row.Field}</td><td class=\"id\">{row.TaskId}</td><td class=\"id\">{row.CallId}</td><td><bdi>{row.Expected}</bdi></td><td><bdi>{row.Found}</bdi></td><td><bdi>{row.Note}</bdi></td></tr>\n");
        }

        html.Markup("</tbody></table></div>\n<div id=\"finding-detail\" class=\"detail\" aria-live=\"polite\" hidden></div>\n");
    }
}
