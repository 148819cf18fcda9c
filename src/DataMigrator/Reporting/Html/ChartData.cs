using System.Globalization;
using DataMigrator.Staging;

namespace DataMigrator.Reporting.Html;

/// <summary>One category of a chart: calls by Task and by VoiceCall.</summary>
internal sealed record ChartRow(string Name, long Task, long Call, long TaskSeconds, long CallSeconds);

/// <summary>Rows of a chart in the order in which they are drawn.</summary>
/// <param name="HasCalls">False if the target was not looked at: then only Tasks are drawn.</param>
internal sealed record ChartData(IReadOnlyList<ChartRow> Rows, bool HasCalls)
{
    private const int MostBars = 12;

    public long Tasks => Rows.Sum(r => r.Task);

    public long Calls => Rows.Sum(r => r.Call);

    public long Highest => Rows.Count == 0 ? 0 : Rows.Max(r => Math.Max(r.Task, r.Call));

    public IEnumerable<ChartRow> Differing => HasCalls ? Rows.Where(r => r.Task != r.Call || r.TaskSeconds != r.CallSeconds) : [];

    /// <summary>Every month from the first to the last, gaps included: an empty month is a finding for the eye.</summary>
    public static ChartData Months(ReportDocument document)
    {
        var known = Cells(document, StatisticSections.Month);
        var names = known.Rows.Select(r => r.Name).Where(n => Month(n) is not null).Order(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
        {
            return known;
        }

        var rows = known.Rows.ToDictionary(r => r.Name, StringComparer.Ordinal);
        List<ChartRow> months = [];
        for (var month = Month(names[0])!.Value; month <= Month(names[^1]); month = month.AddMonths(1))
        {
            var name = month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
            months.Add(rows.GetValueOrDefault(name) ?? new(name, 0, 0, 0, 0));
        }

        return known with { Rows = months };
    }

    /// <summary>The largest categories; the rest as one.</summary>
    public static ChartData Largest(ReportDocument document, string section)
    {
        var known = Cells(document, section);
        var rows = known.Rows.OrderByDescending(r => Math.Max(r.Task, r.Call)).ThenBy(r => r.Name, StringComparer.Ordinal).Select(r => r with { Name = r.Name.Length == 0 ? "(none)" : r.Name }).ToList();
        if (rows.Count > MostBars)
        {
            var rest = rows.Skip(MostBars - 1).ToList();
            rows = [.. rows.Take(MostBars - 1), new($"{rest.Count} others", rest.Sum(r => r.Task), rest.Sum(r => r.Call), rest.Sum(r => r.TaskSeconds), rest.Sum(r => r.CallSeconds))];
        }

        return known with { Rows = rows };
    }

    private static ChartData Cells(ReportDocument document, string section)
    {
        var cells = document.Section(section).ToList();
        var rows = cells.GroupBy(c => c.Name, StringComparer.Ordinal).Select(g =>
        {
            var task = g.FirstOrDefault(c => c.Side == Statistics.Task);
            var call = g.FirstOrDefault(c => c.Side == Statistics.Call);
            return new ChartRow(g.Key, task?.Count ?? 0, call?.Count ?? 0, task?.Seconds ?? 0, call?.Seconds ?? 0);
        });
        return new([.. rows], cells.Any(c => c.Side == Statistics.Call));
    }

    private static DateTime? Month(string name) =>
        DateTime.TryParseExact(name, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? month : null;
}
