using DataMigrator.Staging;

namespace DataMigrator.Reporting.Html;

/// <summary>API requests, rates, durations, memory, and the windows whose counts needed a word.</summary>
internal static class CostSection
{
    public static void Write(HtmlWriter html, ReportDocument document)
    {
        html.Markup(
            """
            <section id="cost" aria-labelledby="cost-title">
            <h2 id="cost-title">What it cost</h2>
            <table>
            <thead><tr><th scope="col">Stage</th><th scope="col" class="num">Rows</th><th scope="col" class="num">Time</th><th scope="col" class="num">Rows/s</th></tr></thead>
            <tbody>

            """);
        foreach (var books in document.Books)
        {
            var seconds = books.Milliseconds / 1000.0;
            html.Write($"<tr><th scope=\"row\">{books.Stage}</th><td class=\"num\">{books.Read}</td><td class=\"num\">{(seconds is { } s ? Display.Duration(s) : "not measured")}</td>");
            html.Write($"<td class=\"num\">{(seconds is > 0 ? Verdict.Number((long)(books.Read / seconds.Value)) : "–")}</td></tr>\n");
        }

        html.Markup("</tbody></table>\n<dl class=\"facts\">\n");
        html.Write($"<div><dt>Whole run</dt><dd>{Display.Duration(document.Result.Seconds)}</dd></div>\n");
        html.Write($"<div><dt>Peak memory</dt><dd>{(document.Result.PeakMemoryBytes > 0 ? Display.Bytes(document.Result.PeakMemoryBytes) : "not measured")}</dd></div>\n");
        if (document.Result.Extraction is { } extraction)
        {
            html.Write($"<div><dt>API requests for reading</dt><dd>{extraction.ApiRequests}</dd></div>\n");
        }

        foreach (var cell in document.Section(StatisticSections.Api))
        {
            html.Write($"<div><dt>API {cell.Side}, {cell.Name}</dt><dd>{cell.Count}</dd></div>\n");
        }

        html.Markup("</dl>\n");
        Windows(html, document.Windows);
        html.Markup("</section>\n");
    }

    private static void Windows(HtmlWriter html, IReadOnlyList<WindowNote> windows)
    {
        if (windows.Count == 0)
        {
            return;
        }

        html.Markup("<h3>Windows with a note</h3>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Windows with a note\"><table>\n<thead><tr><th scope=\"col\">From</th><th scope=\"col\">To</th><th scope=\"col\" class=\"num\">Expected</th><th scope=\"col\" class=\"num\">Read</th><th scope=\"col\">State</th><th scope=\"col\">Note</th></tr></thead>\n<tbody>\n");
        foreach (var window in windows)
        {
            html.Write($"<tr><td>{Display.Instant(window.Starts)}</td><td>{Display.Instant(window.Ends)}</td><td class=\"num\">{(window.Expected is { } e ? Verdict.Number(e) : "–")}</td><td class=\"num\">{window.Rows}</td><td>{window.State}</td><td>{Display.Value(window.Note)}</td></tr>\n");
        }

        html.Markup("</tbody></table></div>\n");
    }
}
