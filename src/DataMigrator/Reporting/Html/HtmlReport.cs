namespace DataMigrator.Reporting.Html;

/// <summary>report.html: one file, no network.</summary>
internal static class HtmlReport
{
    /// <param name="hashes">SHA-256 of the sibling files.</param>
    public static void Write(ReportDocument document, IReadOnlyDictionary<string, string> hashes, FindingRows findings, Stream output, CancellationToken cancellationToken)
    {
        using var html = new HtmlWriter(output);
        HtmlPage.Head(html, $"{document.Verdict.Headline} – call log migration {document.Run.Id}", HtmlPage.Script);
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
        html.Markup("<script>" + HtmlPage.Script + "</script>\n</body>\n</html>\n");
        html.Flush();
    }
}
