namespace DataMigrator.Reporting.Html;

/// <summary>Why Tasks were rejected or skipped, and why Salesforce refused calls, with counts and an example each.</summary>
internal static class ReasonsSection
{
    public static void Write(HtmlWriter html, ReportDocument document)
    {
        html.Markup("<section id=\"reasons\" aria-labelledby=\"reasons-title\">\n<h2 id=\"reasons-title\">Reasons</h2>\n");
        var reasons = document.Result.Mapping?.Reasons ?? [];
        Reasons(html, "Tasks that could not be mapped", "rejected", reasons);
        if (document.Result.Mapping is { } mapping && mapping.Rejected > document.RejectedHere)
        {
            html.Write($"<p class=\"note\">{mapping.Rejected - document.RejectedHere} of them were read again by a later run and are in its report; rejected.csv lists the other {document.RejectedHere}.</p>\n");
        }

        Reasons(html, "Tasks that are not calls of their own", "skipped", reasons);
        Errors(html, document.Result.Loading?.Errors ?? []);
        html.Markup("</section>\n");
    }

    private static void Reasons(HtmlWriter html, string title, string kind, IReadOnlyList<ReasonCount> reasons)
    {
        var rows = reasons.Where(r => r.Kind == kind).ToList();
        html.Write($"<h3>{title}</h3>\n");
        if (rows.Count == 0)
        {
            html.Markup("<p>None.</p>\n");
            return;
        }

        html.Write($"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{title}\"><table>\n<thead><tr><th scope=\"col\">Reason</th><th scope=\"col\">Field</th><th scope=\"col\">Rule</th><th scope=\"col\" class=\"num\">Tasks</th><th scope=\"col\">Example</th></tr></thead>\n<tbody>\n");
        foreach (var reason in rows)
        {
            html.Write($"<tr><th scope=\"row\"><bdi>{Display.Value(reason.Reason)}</bdi></th><td>{reason.Field}</td><td>{reason.Rule}</td><td class=\"num\">{reason.Count}</td><td class=\"id\">{reason.Example}</td></tr>\n");
        }

        html.Markup("</tbody></table></div>\n");
    }

    private static void Errors(HtmlWriter html, IReadOnlyList<ErrorCount> errors)
    {
        html.Markup("<h3>Calls that Salesforce refused</h3>\n");
        if (errors.Count == 0)
        {
            html.Markup("<p>None.</p>\n");
            return;
        }

        html.Markup("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Calls that Salesforce refused\"><table>\n<thead><tr><th scope=\"col\">Error code</th><th scope=\"col\" class=\"num\">Calls</th><th scope=\"col\" class=\"num\">Most attempts</th><th scope=\"col\">Example</th></tr></thead>\n<tbody>\n");
        foreach (var error in errors)
        {
            html.Write($"<tr><th scope=\"row\" class=\"id\">{error.Code}</th><td class=\"num\">{error.Count}</td><td class=\"num\">{error.Attempts}</td><td class=\"id\">{error.Example}</td></tr>\n");
        }

        html.Markup("</tbody></table></div>\n");
    }
}
