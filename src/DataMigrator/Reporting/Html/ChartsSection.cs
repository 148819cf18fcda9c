using DataMigrator.Staging;

namespace DataMigrator.Reporting.Html;

/// <summary>Charts as inline SVG, each with a title, a description and its figures as a table.</summary>
internal static class ChartsSection
{
    public static void Write(HtmlWriter html, ReportDocument document)
    {
        html.Markup("<section id=\"charts\" aria-labelledby=\"charts-title\">\n<h2 id=\"charts-title\">Calls, Task against VoiceCall</h2>\n");
        var months = ChartData.Months(document);
        if (!months.HasCalls)
        {
            html.Markup("<p>The VoiceCalls of the target were not counted in this run: the charts show what the Tasks say.</p>\n");
        }

        Figure(html, "months", "Calls per month", "Month (UTC)", months, MonthChart.Write, wide: true);
        html.Markup("<div class=\"columns\">\n");
        Figure(html, "types", "Calls by type", "Type", ChartData.Largest(document, StatisticSections.Type), BarChart.Write, wide: false);
        Figure(html, "outcomes", "Calls by outcome", "Outcome", ChartData.Largest(document, StatisticSections.Outcome), BarChart.Write, wide: false);
        html.Markup("</div>\n</section>\n");
    }

    private static void Figure(HtmlWriter html, string id, string title, string category, ChartData data, Action<HtmlWriter, string, string, ChartData> draw, bool wide)
    {
        html.Write($"<figure>\n<figcaption><h3 id=\"{id}-title\">{title}</h3>");
        if (data.Rows.Count == 0)
        {
            html.Markup("</figcaption>\n<p>No figures.</p>\n</figure>\n");
            return;
        }

        html.Markup("<p class=\"legend\"><span class=\"key task\"></span> Task");
        html.Markup(data.HasCalls ? " <span class=\"key call\"></span> VoiceCall</p></figcaption>\n" : "</p></figcaption>\n");
        if (wide)
        {
            html.Write($"<div class=\"scroll chart\" role=\"region\" tabindex=\"0\" aria-label=\"{title}, chart\">\n");
        }

        draw(html, id, title, data);
        html.Markup(wide ? "</div>\n" : "");
        Table(html, title, category, data);
        html.Markup("</figure>\n");
    }

    /// <summary>What the chart says, for those who don't see it.</summary>
    public static string Describe(ChartData data)
    {
        if (!data.HasCalls)
        {
            return $"{Verdict.Number(data.Tasks)} calls by Task.";
        }

        var different = data.Differing.Take(6).Select(r => r.Name).ToList();
        return $"{Verdict.Number(data.Tasks)} calls by Task, {Verdict.Number(data.Calls)} by VoiceCall. "
            + (different.Count == 0 ? "They are the same everywhere." : $"They differ in: {string.Join(", ", different)}{(data.Differing.Count() > different.Count ? ", …" : "")}.");
    }

    private static void Table(HtmlWriter html, string title, string category, ChartData data)
    {
        html.Write($"<details><summary>{title} as a table</summary>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{title}, table\"><table>\n<thead><tr><th scope=\"col\">{category}</th><th scope=\"col\" class=\"num\">Task</th><th scope=\"col\" class=\"num\">seconds</th>");
        html.Markup(data.HasCalls ? "<th scope=\"col\" class=\"num\">VoiceCall</th><th scope=\"col\" class=\"num\">seconds</th><th scope=\"col\">Check</th></tr></thead>\n<tbody>\n" : "</tr></thead>\n<tbody>\n");
        foreach (var row in data.Rows)
        {
            Row(html, row, data.HasCalls);
        }

        html.Markup("</tbody>\n<tfoot>");
        Row(html, new("Sum", data.Tasks, data.Calls, data.Rows.Sum(r => r.TaskSeconds), data.Rows.Sum(r => r.CallSeconds)), data.HasCalls);
        html.Markup("</tfoot></table></div></details>\n");
    }

    private static void Row(HtmlWriter html, ChartRow row, bool hasCalls)
    {
        html.Write($"<tr><th scope=\"row\"><bdi>{Display.Value(row.Name)}</bdi></th><td class=\"num\">{row.Task}</td><td class=\"num\">{row.TaskSeconds}</td>");
        if (hasCalls)
        {
            var same = row.Task == row.Call && row.TaskSeconds == row.CallSeconds;
            html.Write($"<td class=\"num\">{row.Call}</td><td class=\"num\">{row.CallSeconds}</td><td class=\"{(same ? "ok" : "wrong")}\">{(same ? "✓ same" : "✗ differs")}</td>");
        }

        html.Markup("</tr>\n");
    }
}
