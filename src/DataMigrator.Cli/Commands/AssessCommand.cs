using System.CommandLine;
using DataMigrator.Cli.Configuration;
using DataMigrator.Cli.Options;
using DataMigrator.Cli.Orgs;
using DataMigrator.Cli.Terminal;
using DataMigrator.Extraction;
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
                var run = scratch.Run;
                var assessment = await scratch.Display.WhileAsync(() => new AssessmentStage(run).RunAsync(token)).ConfigureAwait(false);
                var source = await run.Source.DescribeAsync(run.Mapping.SourceObject, token).ConfigureAwait(false);
                var presets = await FittingPresets.OfAsync(run.Source, source, token).ConfigureAwait(false);
                var notRead = await new UnreadFields(run, source).CountAsync(token).ConfigureAwait(false);
                var report = new AssessmentReport(
                    host.Time.GetUtcNow(), new AssessedRange(run.RangeField, run.From, run.To), settings.Source.InstanceUrl?.ToString(), settings.Target.InstanceUrl?.ToString(),
                    run.Mapping.Name, run.Mapping.Version, assessment, [.. presets.Select(match => new AssessedPreset(match.Preset.Name, match.Evidence))], notRead);
                var reports = await report.WriteAsync(settings.ReportsDirectory, token).ConfigureAwait(false);
                if (output.Json)
                {
                    JsonResult.Write(output.Stdout, new { report.Range, report.Mapping, report.MappingVersion, assessment, report.Presets, report.NotRead, reports });
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
