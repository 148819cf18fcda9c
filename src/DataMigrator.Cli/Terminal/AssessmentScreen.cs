using System.Globalization;
using DataMigrator.Mapping.Assessing;
using DataMigrator.Reporting;

namespace DataMigrator.Cli.Terminal;

/// <summary>An assessment on the terminal.</summary>
internal sealed class AssessmentScreen(TextWriter screen)
{
    private const int Most = 12;
    private const int Width = 80;
    private const int LongestValue = 56;

    public void Show(AssessmentReport report, AssessmentPaths reports)
    {
        var assessment = report.Assessment;
        Text(FormattableString.Invariant($"{report.Range.Field} from {report.Range.From?.ToString("u", CultureInfo.InvariantCulture) ?? "the beginning"} to {report.Range.To?.ToString("u", CultureInfo.InvariantCulture) ?? "now"}, by {report.Mapping}"));
        Text(FormattableString.Invariant($"{assessment.Read:N0} rows read: {assessment.Mapped:N0} would become calls ({assessment.DurationSeconds / 3600.0:N0} hours of talk), {assessment.Skipped:N0} are skipped, {assessment.Rejected:N0} rejected."));
        Text(FormattableString.Invariant($"{assessment.Merged:N0} of the skipped log the call of another Task; {assessment.Chained:N0} calls follow another leg; {assessment.SeveralLegs:N0} Tasks tell of several legs and stay one call each."));
        Table("By year", assessment.ByYear, assessment.Read);
        Table("By type", assessment.ByType, assessment.Read);
        Table("By subtype", assessment.BySubtype, assessment.Read);
        Table("By vendor", assessment.ByPreset, assessment.Read);
        Table("By state of the owner", assessment.ByOwner, assessment.Read);
        Table("Start would be found by", assessment.StartSources, assessment.Mapped + assessment.Merged);
        Table("From number", assessment.FromSources, assessment.Mapped + assessment.Merged);
        Table("To number", assessment.ToSources, assessment.Mapped + assessment.Merged);
        Table("Fields with a value", assessment.Filled.Where(field => field.Count > 0), assessment.Read);
        NotRead(report);
        Heading("Skipped or rejected");
        foreach (var reason in assessment.Reasons)
        {
            Cell(reason.Count, $"{reason.Kind,-9} {reason.Field}: {PlainText.Of(reason.Reason)}, such as {reason.Example}");
        }

        foreach (var list in assessment.Unmapped)
        {
            Heading($"Values that the list '{list.List}' does not have ({Path.GetFileName(list.Site)})");
            foreach (var value in list.Values.Take(Most))
            {
                Cell(value.Count, PlainText.Of(value.Name, LongestValue));
            }

            var rest = list.Values.Skip(Most).Sum(value => value.Count) + list.Others;
            if (rest > 0)
            {
                Cell(rest, "(others)");
            }
        }

        Heading("Presets that fit");
        foreach (var preset in report.Presets)
        {
            Hanging($"  {preset.Name,-16} ", string.Join(", ", preset.Evidence.Take(3)));
        }

        var forecast = assessment.Forecast;
        Heading("The migration would take");
        Line($"  API requests  {forecast.ApiRequests:N0} ({forecast.ExtractionRequests:N0} to read, {forecast.LookupRequests:N0} for lookups, {forecast.LoadingRequests:N0} to load)");
        Line($"  Bulk batches  {forecast.Batches:N0}");
        Line($"  data storage  {forecast.StorageBytes / 1048576.0:N0} MB");
        Line($"  time          {SummaryTable.Time((long)(forecast.DurationSeconds * 1000))}, in an org without triggers on VoiceCall");
        screen.WriteLine();
        screen.WriteLine(reports.Html);
        screen.WriteLine(reports.Json);
    }

    private void NotRead(AssessmentReport report)
    {
        if (report.NotRead is null)
        {
            Heading("Fields that the mapping does not read: the org can't count them over so many rows");
            return;
        }

        Table("Fields with a value that the mapping does not read", report.NotRead, report.Assessment.Read);
    }

    private void Table(string title, IEnumerable<Tally> rows, long total)
    {
        var list = rows.ToList();
        if (list.Count == 0)
        {
            return;
        }

        Heading(title);
        foreach (var row in list.Take(Most * 3))
        {
            Cell(row.Count, FormattableString.Invariant($"{(total == 0 ? 0 : 100.0 * row.Count / total),5:0.0}%  {PlainText.Of(row.Name, LongestValue)}"));
        }

        if (list.Count > Most * 3)
        {
            Cell(list.Skip(Most * 3).Sum(row => row.Count), FormattableString.Invariant($"        in {list.Count - (Most * 3)} more"));
        }
    }

    private void Heading(string text)
    {
        screen.WriteLine();
        Text(text);
    }

    private void Cell(long count, string text) => Hanging(FormattableString.Invariant($"  {count,12:N0} "), text);

    private void Text(string text) => Hanging(string.Empty, text);

    // What doesn't fit into the line goes on under its own beginning.
    private void Hanging(string label, string text)
    {
        foreach (var line in WrappedText.Of(text, Width, new string(' ', label.Length), label))
        {
            screen.WriteLine(line);
        }
    }

    private void Line(FormattableString text) => screen.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
