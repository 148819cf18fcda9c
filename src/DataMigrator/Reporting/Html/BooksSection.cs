namespace DataMigrator.Reporting.Html;

/// <summary>The books: per stage what came in, where it went, what is left; every sum is there to be checked by hand.</summary>
internal static class BooksSection
{
    public static void Write(HtmlWriter html, ReportDocument document)
    {
        html.Write(
            $"""
            <section id="books" aria-labelledby="books-title">
            <h2 id="books-title">The books</h2>
            <p>In every stage, the rows that came in equal the rows at its doors plus the rows that are left{(document.Run.Executed ? "" : ". In this dry run, loading shows the plan: nothing was written")}.</p>
            <table class="books">
            <caption class="sr">Rows by stage</caption>
            <thead><tr><th scope="col">Stage</th><th scope="col">Rows</th><th scope="col" class="num">Count</th><th scope="col">Check</th></tr></thead>

            """);
        foreach (var books in document.Books)
        {
            Stage(html, books, document.Run.Executed);
        }

        html.Markup("</table>\n");
        if (document.Books.Count == 0)
        {
            html.Markup("<p>No stage has finished a step yet.</p>\n");
        }

        html.Markup("</section>\n");
    }

    private static void Stage(HtmlWriter html, StageBooks books, bool executed)
    {
        var rows = 3 + books.Doors.Count + books.Beside.Count;
        html.Write($"<tbody><tr><th scope=\"rowgroup\" rowspan=\"{rows}\">{books.Stage}</th><td>{(books.Stage == "extraction" ? "counted by the org" : "came in")}</td><td class=\"num\">{books.Read}</td><td></td></tr>\n");
        foreach (var door in books.Doors)
        {
            html.Write($"<tr><td>{Name(books.Stage, door.Name, executed)}</td><td class=\"num\">{door.Count}</td><td></td></tr>\n");
        }

        html.Write($"<tr><td>left</td><td class=\"num\">{books.Left}</td><td></td></tr>\n");
        html.Write($"<tr class=\"sum\"><td>sum</td><td class=\"num\">{books.Sum}</td><td class=\"{(books.Balances ? "ok" : "wrong")}\">{(books.Balances ? "✓ adds up" : "✗ does not add up")}</td></tr>\n");
        foreach (var beside in books.Beside)
        {
            html.Write($"<tr class=\"beside\"><td>beside the sum: {beside.Name}</td><td class=\"num\">{beside.Count}</td><td></td></tr>\n");
        }

        html.Markup("</tbody>\n");
    }

    private static string Name(string stage, string door, bool executed) =>
        stage == "loading" && !executed && door is ("created" or "updated" or "replaced") ? $"would be {door}" : door;
}
