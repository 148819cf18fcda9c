using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace DataMigrator.Reporting.Html;

/// <summary>What every page begins with: one file, no network. The style, and a script if there is one, are all that the page's own policy lets through, by their hashes.</summary>
internal static class HtmlPage
{
    private static readonly string Style = Resource("report.css");

    /// <summary>The report's script.</summary>
    public static readonly string Script = Resource("report.js");

    /// <summary>From the doctype to the end of the head.</summary>
    /// <param name="title">Escaped here.</param>
    /// <param name="script">The only script the page may run; null = none.</param>
    public static void Head(HtmlWriter html, string title, string? script)
    {
        html.Markup(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            + $"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{Hash(Style)}';{(script is null ? "" : $" script-src 'sha256-{Hash(script)}';")} base-uri 'none'; form-action 'none'\">\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
            + "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n");
        html.Write($"<title>{title}</title>\n");
        html.Markup("<style>" + Style + "</style>\n</head>\n");
    }

    private static string Hash(string content) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private static string Resource(string name)
    {
        var full = $"{typeof(HtmlPage).Namespace}.{name}";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(full) ?? throw new InvalidOperationException($"Resource {full} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
