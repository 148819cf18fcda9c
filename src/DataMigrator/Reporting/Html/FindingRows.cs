using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using DataMigrator.Reporting.Csv;
using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Reporting.Html;

/// <summary>
/// The findings of the page: the first rows as HTML, and up to <see cref="MostRows"/> as a JSON block that the script draws from as one scrolls. Open ones come first. Repeating words
/// (check, class, status, object, field) are numbers into lists, which keeps 100,000 rows small enough to open at once.
/// </summary>
internal sealed class FindingRows(SqliteConnection reader, long run)
{
    public const int MostRows = 100_000;
    public const int RowsWithoutScript = 200;

    // Escapes <, > and &: nothing in the data can end the script element or begin another.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>One finding as the page shows it, masked and cut; columns as in <see cref="FindingsCsv.Query"/>.</summary>
    internal sealed record Row(string Check, string Class, string Status, string Object, string TaskId, string CallId, string Field, string Expected, string Found, string Note);

    public IEnumerable<Row> Read(int most, CancellationToken cancellationToken)
    {
        using var rows = new Statement(reader, FindingsCsv.Query + " LIMIT ?2");
        rows.Integer(1, run).Integer(2, most);
        while (rows.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var field = rows.String(6);
            yield return new(
                rows.String(0)!, rows.String(1)!, rows.String(2)!, rows.String(3)!, rows.String(4) ?? "", rows.String(5) ?? "", field ?? "",
                Display.Value(rows.String(7), field), Display.Value(rows.String(8), field), Display.Value(rows.String(9)));
        }
    }

    /// <summary>The JSON block, just before the end of the page.</summary>
    public void WriteData(HtmlWriter html, Stream output, CancellationToken cancellationToken)
    {
        html.Markup("<script type=\"application/json\" id=\"findings-data\">");
        html.Flush();
        using (var json = new Utf8JsonWriter(output, Json))
        {
            var words = new Dictionary<string, int>(StringComparer.Ordinal);
            int Word(string text)
            {
                if (!words.TryGetValue(text, out var index))
                {
                    words.Add(text, index = words.Count);
                }

                return index;
            }

            json.WriteStartObject();
            json.WriteStartArray("rows");
            foreach (var row in Read(MostRows, cancellationToken))
            {
                json.WriteStartArray();
                foreach (var word in new[] { row.Status, row.Class, row.Check, row.Object, row.Field })
                {
                    json.WriteNumberValue(Word(word));
                }

                foreach (var text in new[] { row.TaskId, row.CallId, row.Expected, row.Found, row.Note })
                {
                    json.WriteStringValue(text);
                }

                json.WriteEndArray();
                if (json.BytesPending > 1 << 16)
                {
                    json.Flush();
                }
            }

            json.WriteEndArray();
            json.WriteStartArray("words");
            foreach (var word in words.Keys)
            {
                json.WriteStringValue(word);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        html.Markup("</script>\n");
    }
}
