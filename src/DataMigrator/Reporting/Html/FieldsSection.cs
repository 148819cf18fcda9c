using DataMigrator.Staging;

namespace DataMigrator.Reporting.Html;

/// <summary>Field by field: how many values were compared, with which tolerance, and what came of it; and which fields were not compared, and why.</summary>
internal static class FieldsSection
{
    public static void Write(HtmlWriter html, ReportDocument document)
    {
        var fields = document.Section(StatisticSections.Field).GroupBy(c => c.Name, StringComparer.Ordinal).ToList();
        if (fields.Count == 0)
        {
            return;
        }

        html.Markup(
            """
            <section id="fields" aria-labelledby="fields-title">
            <h2 id="fields-title">Fields compared</h2>
            <p>Each value that the mapping makes of a Task was compared with what the target holds, by the field's type. The tolerance is in the field's own unit (seconds for times); 0 means equal.</p>
            <div class="scroll" role="region" tabindex="0" aria-label="Fields compared"><table>
            <thead><tr><th scope="col">Field</th><th scope="col" class="num">Compared</th><th scope="col" class="num">Different</th><th scope="col" class="num">Stored in its own form</th><th scope="col" class="num">Tolerance</th><th scope="col">Check</th></tr></thead>
            <tbody>

            """);
        foreach (var field in fields)
        {
            Row(html, field.Key, field.ToDictionary(c => c.Side, c => c.Count, StringComparer.Ordinal));
        }

        html.Markup("</tbody></table></div>\n</section>\n");
    }

    private static void Row(HtmlWriter html, string name, Dictionary<string, long> sides)
    {
        if (!sides.TryGetValue("compared", out var compared))
        {
            html.Write($"<tr><th scope=\"row\">{name}</th><td colspan=\"4\" class=\"note\">not compared: {sides.Keys.First()}</td><td></td></tr>\n");
            return;
        }

        var different = sides.GetValueOrDefault("different");
        html.Write($"<tr><th scope=\"row\">{name}</th><td class=\"num\">{compared}</td><td class=\"num\">{different}</td><td class=\"num\">{sides.GetValueOrDefault("normalised")}</td><td class=\"num\">{sides.GetValueOrDefault("tolerance")}</td>");
        html.Write($"<td class=\"{(different == 0 ? "ok" : "wrong")}\">{(different == 0 ? "✓ agrees" : "✗ differs")}</td></tr>\n");
    }
}
