namespace DataMigrator.Reporting.Html;

/// <summary>Field by field what an update, a replacement or a block is about. In a dry run this is the plan.</summary>
internal static class ChangesSection
{
    public static void Write(HtmlWriter html, ReportDocument document)
    {
        if (document.Changes.Count == 0)
        {
            return;
        }

        html.Write(
            $"""
            <section id="changes" aria-labelledby="changes-title">
            <h2 id="changes-title">{(document.Run.Executed ? "Changes to calls that existed, made or planned" : "Planned changes to calls that exist")}</h2>
            <table>
            <thead><tr><th scope="col">Field</th><th scope="col">What happens</th><th scope="col" class="num">Calls</th><th scope="col">Example</th></tr></thead>
            <tbody>

            """);
        foreach (var change in document.Changes)
        {
            html.Write($"<tr><th scope=\"row\">{change.Field}</th><td>{change.Plan}</td><td class=\"num\">{change.Count}</td><td class=\"id\">{change.Example}</td></tr>\n");
        }

        html.Write($"</tbody></table>\n<details><summary>The first {document.ChangeSamples.Count} changes in full (all are in changes.csv)</summary>\n");
        html.Markup("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Changes in full\"><table>\n<thead><tr><th scope=\"col\">Task</th><th scope=\"col\">What happens</th><th scope=\"col\">Field</th><th scope=\"col\">From</th><th scope=\"col\">To</th></tr></thead>\n<tbody>\n");
        foreach (var row in document.ChangeSamples)
        {
            html.Write($"<tr><td class=\"id\">{row.TaskId}</td><td>{row.Plan}</td><td>{row.Field}</td><td><bdi>{Display.Value(row.From, row.Field)}</bdi></td><td><bdi>{Display.Value(row.To, row.Field)}</bdi></td></tr>\n");
        }

        html.Markup("</tbody></table></div></details>\n</section>\n");
    }
}
