using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace DataMigrator.Reporting.Html;

/// <summary>report.html: one file, no network. The style and the script are the only ones that the page's own policy lets through, by their hashes.</summary>
internal static class HtmlReport
{
    internal static readonly string Style = Resource("report.css");
    private static readonly string Script = Resource("report.js");

    /// <param name="hashes">SHA-256 of the sibling files.</param>
    public static void Write(ReportDocument document, IReadOnlyDictionary<string, string> hashes, FindingRows findings, Stream output, CancellationToken cancellationToken)
    {
        using var html = new HtmlWriter(output);
        Head(html, document);
        html.Markup("<body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n");
        VerdictSection.WriteHeader(html, document);
        html.Markup("<main id=\"main\">\n");
        VerdictSection.Write(html, document);
        BooksSection.Write(html, document);
        ChartsSection.Write(html, document);
        ReasonsSection.Write(html, document);
        ChangesSection.Write(html, document);
        FindingsSection.Write(html, document, findings, cancellationToken);
        FieldsSection.Write(html, document);
        MethodSection.Write(html, document);
        CostSection.Write(html, document);
        SettingsSection.Write(html, document);
        SignOffSection.Write(html, hashes);
        html.Markup("</main>\n");
        findings.WriteData(html, output, cancellationToken);
        html.Markup("<script>" + Script + "</script>\n</body>\n</html>\n");
        html.Flush();
    }

    private static void Head(HtmlWriter html, ReportDocument document)
    {
        html.Write(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{Hash(Style)}'; script-src 'sha256-{Hash(Script)}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <meta name="robots" content="noindex">
            <title>{document.Verdict.Headline} – call log migration {document.Run.Id}</title>

            """);
        html.Markup("<style>" + Style + "</style>\n</head>\n");
    }

    /// <summary>For a page's own policy.</summary>
    internal static string StyleHash => Hash(Style);

    private static string Hash(string content) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private static string Resource(string name)
    {
        var full = $"{typeof(HtmlReport).Namespace}.{name}";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(full) ?? throw new InvalidOperationException($"Resource {full} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
