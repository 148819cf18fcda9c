namespace DataMigrator.Reporting.Html;

/// <summary>Columns over time: a broad one for Tasks, a narrow one for VoiceCalls in front of it, so that agreement looks calm and a gap is seen.</summary>
internal static class MonthChart
{
    private const int Width = 960;
    private const int Left = 64;
    private const int Top = 12;
    private const int Plot = 180;
    private const int Labels = 28;

    public static void Write(HtmlWriter html, string id, string title, ChartData data)
    {
        var highest = Round(data.Highest);
        var step = (double)(Width - Left - 8) / data.Rows.Count;
        html.Write($"<svg viewBox=\"0 0 {Width} {Top + Plot + Labels}\" role=\"img\" aria-labelledby=\"{id}-svg-title {id}-svg-desc\">\n<title id=\"{id}-svg-title\">{title}</title>\n<desc id=\"{id}-svg-desc\">{ChartsSection.Describe(data)}</desc>\n");
        for (var line = 0; line <= 4; line++)
        {
            var y = Top + (Plot * (4 - line) / 4);
            html.Write($"<line class=\"rule\" x1=\"{Left}\" x2=\"{Width - 8}\" y1=\"{y}\" y2=\"{y}\"/><text class=\"axis end\" x=\"{Left - 8}\" y=\"{y + 4}\">{highest * line / 4}</text>\n");
        }

        for (var i = 0; i < data.Rows.Count; i++)
        {
            Month(html, data.Rows[i], Left + (i * step), step, highest, data.HasCalls);
        }

        Axis(html, data.Rows, step);
        html.Markup("</svg>\n");
    }

    private static void Month(HtmlWriter html, ChartRow row, double x, double step, long highest, bool hasCalls)
    {
        var task = (double)Plot * row.Task / highest;
        html.Write($"<rect class=\"task\" x=\"{x + (step * 0.1)}\" y=\"{Top + Plot - task}\" width=\"{step * 0.8}\" height=\"{task}\"/>");
        if (hasCalls)
        {
            var call = (double)Plot * row.Call / highest;
            html.Write($"<rect class=\"call\" x=\"{x + (step * 0.3)}\" y=\"{Top + Plot - call}\" width=\"{step * 0.4}\" height=\"{call}\"/>");
        }

        html.Markup("\n");
    }

    // Years if the months would run into each other, else months.
    private static void Axis(HtmlWriter html, IReadOnlyList<ChartRow> rows, double step)
    {
        var years = rows.Count > 15;
        var every = years ? Math.Max(1, (int)Math.Ceiling(44 / (step * 12))) : 1;
        for (var i = 0; i < rows.Count; i++)
        {
            var name = rows[i].Name;
            var shown = !years || (name.EndsWith("-01", StringComparison.Ordinal) && int.Parse(name.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture) % every == 0);
            if (shown)
            {
                var x = Left + (i * step) + (years ? 0 : step / 2);
                html.Write($"<text class=\"axis{(years ? "" : " middle")}\" x=\"{x}\" y=\"{Top + Plot + 20}\">{(years ? name[..4] : name)}</text>\n");
            }
        }
    }

    /// <summary>The next round number that quarters evenly on the axis.</summary>
    internal static long Round(long highest)
    {
        for (long power = 1; ; power *= 10)
        {
            foreach (var factor in new[] { 4, 8, 12, 16, 20, 24, 32 })
            {
                if (power * factor >= highest)
                {
                    return power * factor;
                }
            }
        }
    }
}
