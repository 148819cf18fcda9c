using System.Text.Json;

namespace DataMigrator.Reporting.Html;

/// <summary>Settings (staged without secrets) and the mapping, word for word.</summary>
internal static class SettingsSection
{
    public static void Write(HtmlWriter html, ReportDocument document)
    {
        html.Markup("<section id=\"settings\" aria-labelledby=\"settings-title\">\n<h2 id=\"settings-title\">Settings and mapping</h2>\n");
        html.Markup("<details><summary>Settings of this run (no secrets)</summary>\n<table><thead><tr><th scope=\"col\">Setting</th><th scope=\"col\">Value</th></tr></thead><tbody>\n");
        using (var settings = JsonDocument.Parse(document.Run.Settings))
        {
            Rows(html, "", settings.RootElement);
        }

        html.Markup("</tbody></table></details>\n");
        if (document.Mapping is { } mapping)
        {
            html.Write(
                $"""
                <p>Mapping <strong>{mapping.Name}</strong>, version <span class="id">{mapping.Version}</span>: {(long)mapping.SourceFields.Count} fields read, {(long)mapping.TargetFields.Count} fields written.</p>
                <details><summary>The mapping as it was used</summary><pre tabindex="0">{mapping.Text}</pre></details>

                """);
        }

        html.Markup("</section>\n");
    }

    private static void Rows(HtmlWriter html, string path, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                Rows(html, path.Length == 0 ? property.Name : $"{path}.{property.Name}", property.Value);
            }
        }
        else
        {
            html.Write($"<tr><th scope=\"row\">{path}</th><td><bdi>{element.ToString()}</bdi></td></tr>\n");
        }
    }
}
