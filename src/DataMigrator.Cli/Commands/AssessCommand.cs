using System.CommandLine;
using System.Globalization;
using DataMigrator.Cli.Configuration;
using DataMigrator.Cli.Options;
using DataMigrator.Cli.Orgs;
using DataMigrator.Cli.Terminal;
using DataMigrator.Mapping.Assessing;
using DataMigrator.Reporting;

namespace DataMigrator.Cli.Commands;

/// <summary><c>assess</c>: a profile of the source's call logs.</summary>
internal static class AssessCommand
{
    public static Command Build(CommandHost host)
    {
        var options = new MigrationOptions();
        var command = new Command("assess", "What is there? A profile of the call logs, the presets that fit, what would be mapped, skipped and rejected, and what it would cost. Writes nothing to any org; the profile also goes to assessment.html and assessment.json.")
        {
            options.From, options.To, options.Window, options.Mapping, options.Reports,
        };
        command.SetAction((parse, cancellationToken) => host.RunAsync(
            parse,
            async (settings, output, token) =>
            {
                ReportFolderCheck.Writable(settings.ReportsDirectory);
                await using var scratch = await ScratchRun.ReadAsync(
                    host, settings, output, _ => Task.FromResult((parse.GetValue(options.From), parse.GetValue(options.To))), token).ConfigureAwait(false);
                var assessment = await scratch.Display.WhileAsync(() => new AssessmentStage(scratch.Run).RunAsync(token)).ConfigureAwait(false);
                var source = await scratch.Run.Source.DescribeAsync(scratch.Run.Mapping.SourceObject, token).ConfigureAwait(false);
                var presets = await FittingPresets.OfAsync(scratch.Run.Source, source, token).ConfigureAwait(false);
                var run = scratch.Run;
                var report = new AssessmentReport(
                    host.Time.GetUtcNow(), new AssessedRange(run.RangeField, run.From, run.To), settings.Source.InstanceUrl?.ToString(), settings.Target.InstanceUrl?.ToString(),
                    run.Mapping.Name, run.Mapping.Version, assessment, [.. presets.Select(match => new AssessedPreset(match.Preset.Name, match.Evidence))]);
                var reports = await report.WriteAsync(settings.ReportsDirectory, token).ConfigureAwait(false);
                if (output.Json)
                {
                    JsonResult.Write(output.Stdout, new { report.Range, report.Mapping, report.MappingVersion, assessment, report.Presets, reports });
                }
                else
                {
                    new AssessmentScreen(output.Stdout).Show(report, reports);
                }

                return ExitCode.Done;
            },
            cancellationToken));
        return command;
    }
}

/// <summary>An assessment on the terminal.</summary>
internal sealed class AssessmentScreen(TextWriter screen)
{
    private const int Most = 12;

    public void Show(AssessmentReport report, AssessmentPaths reports)
    {
        var assessment = report.Assessment;
        Line($"{report.Range.Field} from {report.Range.From?.ToString("u", CultureInfo.InvariantCulture) ?? "the beginning"} to {report.Range.To?.ToString("u", CultureInfo.InvariantCulture) ?? "now"}, by {report.Mapping}");
        Line($"{assessment.Read:N0} rows read: {assessment.Mapped:N0} would become calls ({assessment.DurationSeconds / 3600.0:N0} hours of talk), {assessment.Skipped:N0} are skipped, {assessment.Rejected:N0} rejected.");
        Table("By year", assessment.ByYear, assessment.Read);
        Table("By type", assessment.ByType, assessment.Read);
        Table("By subtype", assessment.BySubtype, assessment.Read);
        Table("By vendor", assessment.ByPreset, assessment.Read);
        Table("By state of the owner", assessment.ByOwner, assessment.Read);
        Table("Start would be found by", assessment.StartSources, assessment.Mapped);
        Table("From number", assessment.FromSources, assessment.Mapped);
        Table("To number", assessment.ToSources, assessment.Mapped);
        Table("Fields with a value", assessment.Filled.Where(field => field.Count > 0), assessment.Read);
        Heading("Skipped or rejected");
        foreach (var reason in assessment.Reasons)
        {
            Line($"  {reason.Count,12:N0}  {reason.Kind,-9} {reason.Field}: {reason.Reason}, such as {reason.Example}");
        }

        foreach (var list in assessment.Unmapped)
        {
            Heading($"Values that the list '{list.List}' does not have ({list.Site})");
            foreach (var value in list.Values.Take(Most))
            {
                Line($"  {value.Count,12:N0}  {PlainText.Of(value.Name)}");
            }
        }

        Heading("Presets that fit");
        foreach (var preset in report.Presets)
        {
            screen.WriteLine($"  {preset.Name,-16} {string.Join(", ", preset.Evidence.Take(3))}");
        }

        var forecast = assessment.Forecast;
        Heading("The migration would take");
        Line($"  about {forecast.ApiRequests:N0} API requests ({forecast.ExtractionRequests:N0} to read, {forecast.LookupRequests:N0} for lookups, {forecast.LoadingRequests:N0} to load), {forecast.Batches:N0} Bulk batches,");
        Line($"  {forecast.StorageBytes / 1048576.0:N0} MB of data storage, and about {TimeSpan.FromSeconds(forecast.DurationSeconds).TotalMinutes:N0} minutes in an org without triggers on VoiceCall.");
        screen.WriteLine();
        screen.WriteLine(reports.Html);
        screen.WriteLine(reports.Json);
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
            Line($"  {row.Count,12:N0} {(total == 0 ? 0 : 100.0 * row.Count / total),5:0.0}%  {PlainText.Of(row.Name)}");
        }
    }

    private void Heading(string text)
    {
        screen.WriteLine();
        screen.WriteLine(text);
    }

    private void Line(FormattableString text) => screen.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
