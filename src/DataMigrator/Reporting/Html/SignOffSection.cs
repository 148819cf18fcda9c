namespace DataMigrator.Reporting.Html;

/// <summary>The hash to sign, what it covers, and room for a signature on paper.</summary>
internal static class SignOffSection
{
    public static void Write(HtmlWriter html, IReadOnlyDictionary<string, string> hashes)
    {
        html.Markup(
            """
            <section id="signature" aria-labelledby="signature-title">
            <h2 id="signature-title">Sign-off</h2>
            <p>This number covers this page and, through the list below, every file beside it. Keep it with your approval.</p>

            """);
        html.Write($"<p class=\"hash\">SHA-256 <code id=\"sign-off\" data-sign-off=\"{Signature.Blank}\">{Signature.Blank}</code></p>\n");
        html.Markup("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Files and their hashes\"><table>\n<thead><tr><th scope=\"col\">File</th><th scope=\"col\">SHA-256</th></tr></thead>\n<tbody>\n");
        foreach (var file in ReportFiles.Siblings)
        {
            html.Write($"<tr><th scope=\"row\">{file}</th><td><code data-file=\"{file}\" data-sha256=\"{hashes[file]}\">{hashes[file]}</code></td></tr>\n");
        }

        html.Markup(
            """
            </tbody></table></div>
            <p>To check: <code>datamigrator report --verify</code> with this folder, or without this program put 64 zeros in place of the number wherever it stands in this file and compute the SHA-256 of the result.</p>
            <p class="note">Phone numbers are masked on this page (all digits but the last two). The CSV files hold the data as they are, personal data included: <code>datamigrator purge</code> removes them. In the CSV files, values that a spreadsheet could run as a formula, and values that begin with an apostrophe, have one apostrophe in front; take it off before loading a file again.</p>
            <dl class="sign"><div><dt>Name</dt><dd></dd></div><div><dt>Date</dt><dd></dd></div><div><dt>Signature</dt><dd></dd></div></dl>
            </section>

            """);
    }
}
