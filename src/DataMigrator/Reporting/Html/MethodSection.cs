using DataMigrator.Staging;

namespace DataMigrator.Reporting.Html;

/// <summary>How start times and numbers were found, and what was merged or chained: a Task has none of these as fields of its own.</summary>
internal static class MethodSection
{
    public static void Write(HtmlWriter html, ReportDocument document)
    {
        html.Markup(
            """
            <section id="method" aria-labelledby="method-title">
            <h2 id="method-title">How times and numbers were found</h2>
            <p>A Task has no start time and no phone numbers of its own. This is where each came from; the weaker the source, the closer a sample should be looked at.</p>

            """);
        var cells = document.Section(StatisticSections.How).ToList();
        html.Markup("<div class=\"columns\">\n");
        Table(html, "Start of the call", cells, "start.");
        Table(html, "From number", cells, "from.");
        Table(html, "To number", cells, "to.");
        html.Markup("</div>\n");
        html.Write(
            $"""
            <h3>Calls that belong together</h3>
            <p>{document.Links.Merged} Tasks were merged into the call of another Task; {document.Links.Chained} calls follow another leg of the same call (PreviousCallId);
            {document.Links.SeveralLegs} Tasks tell of several legs in their text and stay one call each. linked.csv names them all.</p>
            </section>

            """);
    }

    private static void Table(HtmlWriter html, string title, List<Statistic> cells, string prefix)
    {
        var rows = cells.Where(c => c.Name.StartsWith(prefix, StringComparison.Ordinal)).OrderByDescending(c => c.Count).ToList();
        var total = rows.Sum(r => r.Count);
        html.Write($"<div><h3>{title}</h3>\n");
        if (total == 0)
        {
            html.Markup("<p>No calls.</p></div>\n");
            return;
        }

        html.Write($"<table><caption class=\"sr\">{title}</caption><thead><tr><th scope=\"col\">Found in</th><th scope=\"col\" class=\"num\">Calls</th><th scope=\"col\" class=\"num\">Share</th></tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            html.Write($"<tr><th scope=\"row\">{Source(row.Name[prefix.Length..])}</th><td class=\"num\">{row.Count}</td><td class=\"num\">{Display.Share(row.Count, total)}</td></tr>\n");
        }

        html.Markup("</tbody></table></div>\n");
    }

    private static string Source(string name) => name switch
    {
        nameof(StartSource.Field) => "a field of the Task",
        nameof(StartSource.Created) => "CreatedDate",
        nameof(StartSource.Completed) => "CompletedDateTime",
        nameof(StartSource.Subject) => "text of the Subject",
        nameof(StartSource.Description) => "text of the Description",
        nameof(StartSource.DateOnly) => "ActivityDate (a day, no time)",
        nameof(NumberSource.Disposition) => "CallDisposition",
        nameof(NumberSource.Who) => "the Contact or Lead (WhoId)",
        nameof(NumberSource.What) => "the related record (WhatId)",
        nameof(NumberSource.User) => "the agent's User record",
        nameof(NumberSource.Constant) => "a constant of the mapping",
        nameof(NumberSource.None) => "nowhere",
        _ => "another rule",
    };
}
