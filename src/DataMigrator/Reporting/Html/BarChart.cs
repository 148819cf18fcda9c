namespace DataMigrator.Reporting.Html;

/// <summary>Horizontal bars with their names and figures; drawn at the width of a phone, so that it is read there without zooming.</summary>
internal static class BarChart
{
    private const int Width = 400;
    private const int Row = 46;
    private const int LongestName = 40;

    public static void Write(HtmlWriter html, string id, string title, ChartData data)
    {
        var highest = Math.Max(1, data.Highest);
        html.Write($"<svg class=\"bars\" viewBox=\"0 0 {Width} {(Row * data.Rows.Count) + 4}\" role=\"img\" aria-labelledby=\"{id}-svg-title {id}-svg-desc\">\n<title id=\"{id}-svg-title\">{title}</title>\n<desc id=\"{id}-svg-desc\">{ChartsSection.Describe(data)}</desc>\n");
        for (var i = 0; i < data.Rows.Count; i++)
        {
            var row = data.Rows[i];
            var y = i * Row;
            var figures = data.HasCalls && row.Task != row.Call ? $"{Verdict.Number(row.Task)} · {Verdict.Number(row.Call)}" : Verdict.Number(row.Task);
            html.Write($"<text class=\"label\" x=\"0\" y=\"{y + 15}\">{Name(row.Name)}</text><text class=\"label end\" x=\"{Width}\" y=\"{y + 15}\">{figures}</text>\n");
            html.Write($"<rect class=\"task\" x=\"0\" y=\"{y + 21}\" width=\"{(double)Width * row.Task / highest}\" height=\"14\"/>");
            if (data.HasCalls)
            {
                html.Write($"<rect class=\"call\" x=\"0\" y=\"{y + 25}\" width=\"{(double)Width * row.Call / highest}\" height=\"6\"/>");
            }

            html.Markup("\n");
        }

        html.Markup("</svg>\n");
    }

    private static string Name(string name)
    {
        var shown = Display.Value(name);
        var end = LongestName - (char.IsHighSurrogate(shown.ElementAtOrDefault(LongestName - 2)) ? 2 : 1);
        return shown.Length <= LongestName ? shown : shown[..end] + "…";
    }
}
