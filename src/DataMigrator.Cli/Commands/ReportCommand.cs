using System.CommandLine;
using DataMigrator.Cli.Configuration;
using DataMigrator.Cli.Options;
using DataMigrator.Cli.Terminal;
using DataMigrator.Reporting;

namespace DataMigrator.Cli.Commands;

/// <summary><c>report</c>: write a run's report again, from staging alone, or verify one.</summary>
internal static class ReportCommand
{
    public static Command Build(CommandHost host)
    {
        var run = new Option<string?>("--run") { Description = "Run to report (default: the newest)", HelpName = "ID" };
        var verify = new Option<bool>("--verify") { Description = "Don't write: recompute the hashes of a report that was written and say whether it is as it was" };
        var command = new Command("report", "Write the report of a run again (same staging, same bytes), or --verify one; needs no org") { run, SettingOption.Staging(), SettingOption.Reports(), verify };
        command.SetAction((parse, cancellationToken) => host.RunAsync(
            parse,
            (settings, output, token) => parse.GetValue(verify) ? VerifyAsync(settings, output, parse.GetValue(run), host.Time, token) : WriteAsync(settings, output, parse.GetValue(run), host.Time, token),
            cancellationToken));
        return command;
    }

    private static async Task<int> WriteAsync(AppSettings settings, Output output, string? id, TimeProvider time, CancellationToken cancellationToken)
    {
        ReportFolderCheck.Writable(settings.ReportsDirectory);
        using var staging = ExistingStaging.Open(settings.StagingPath);
        var run = ExistingStaging.Run(staging, id, time);
        var report = await new ReportStage(staging, settings.ReportsDirectory).RunAsync(run.Id, cancellationToken).ConfigureAwait(false);
        var result = ResultJson.Read(run.Result);
        if (output.Json)
        {
            var shown = result ?? new MigrationResult { RunId = run.Id, Command = run.Command, Executed = run.Executed };
            output.Stdout.WriteLine(ResultJson.Write(report.In(shown)));
            return ExitCode.Done;
        }

        if (result is not null)
        {
            foreach (var line in SummaryTable.Of(result, state: run.State).ToLines())
            {
                output.Stdout.WriteLine(PlainText.Of(line));
            }
        }

        output.Stdout.WriteLine($"Report: {Path.GetFullPath(report.Paths.Html)}");
        return ExitCode.Done;
    }

    private static async Task<int> VerifyAsync(AppSettings settings, Output output, string? id, TimeProvider time, CancellationToken cancellationToken)
    {
        using var staging = ExistingStaging.Open(settings.StagingPath);
        var run = ExistingStaging.Run(staging, id, time);
        var verdict = await ReportVerify.VerifyAsync(Path.Combine(settings.ReportsDirectory, run.Id), cancellationToken).ConfigureAwait(false);
        if (output.Json)
        {
            JsonResult.Write(output.Stdout, verdict);
        }
        else
        {
            foreach (var file in verdict.Files)
            {
                output.Stdout.WriteLine($"{(file.Intact ? "ok      " : "CHANGED ")}{file.File} {file.Text}");
            }

            output.Stdout.WriteLine(verdict.Intact ? $"The report is as it was written. Sign-off: {verdict.SignOff}" : "The report is NOT as it was written.");
        }

        return verdict.Intact ? ExitCode.Done : ExitCode.Differences;
    }
}
