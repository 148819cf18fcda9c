using System.CommandLine;
using System.Globalization;
using DataMigrator.Cli.Configuration;
using DataMigrator.Cli.Options;
using DataMigrator.Cli.Terminal;
using DataMigrator.Staging;

namespace DataMigrator.Cli.Commands;

/// <summary><c>status</c>: which runs and windows, how far, what is left, is one running.</summary>
internal static class StatusCommand
{
    public static Command Build(CommandHost host)
    {
        var runs = new NumberOption("--runs", "How many runs to list, newest first (default 10)", "N", least: 1, most: int.MaxValue);
        var command = new Command("status", "Which runs there are, how far they are, what is left, and whether one is running now") { runs, SettingOption.Staging() };
        command.SetAction((parse, cancellationToken) => host.RunAsync(
            parse,
            (settings, output, _) =>
            {
                using var staging = ExistingStaging.Open(settings.StagingPath);
                var status = new StatusStore(staging, host.Time).Read((int)(parse.GetValue(runs) ?? 10));
                if (output.Json)
                {
                    JsonResult.Write(output.Stdout, status);
                }
                else
                {
                    Show(output.Stdout, status);
                }

                return Task.FromResult(ExitCode.Done);
            },
            cancellationToken));
        return command;
    }

    private static void Show(TextWriter screen, StagingStatus status)
    {
        screen.WriteLine(status.Holder is { } holder ? $"In use by {holder}." : "Nothing is running on this staging database.");
        if (status.Runs.Count == 0)
        {
            screen.WriteLine("There is no run yet.");
            return;
        }

        screen.WriteLine();
        screen.WriteLine($"{"run",-21} {"command",-9} {"state",-14} {"exit",4} {"windows",8} {"rows read",11} {"rows/s",7}");
        foreach (var run in status.Runs)
        {
            screen.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Run.Id,-21} {run.Run.Command + (run.Run.Executed ? string.Empty : "*"),-9} {State(run),-14} {run.Run.ExitCode,4} {$"{run.WindowsRead}/{run.Windows}",8} {run.RowsRead,11:N0} {run.RowsPerSecond,7:N0}"));
        }

        if (status.Runs.Any(run => !run.Run.Executed))
        {
            screen.WriteLine("* planned only, nothing was written");
        }

        new RunScreen(screen).Show(status.Runs[0]);
    }

    private static string State(RunStatus run) => run.Run.State == RunStates.Running ? run.IsRunning ? run.Run.Stage ?? "running" : "killed" : run.Run.State;
}
