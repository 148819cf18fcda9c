using System.CommandLine;
using System.Globalization;
using DataMigrator.Cli.Configuration;
using DataMigrator.Cli.Options;
using DataMigrator.Cli.Terminal;
using DataMigrator.Staging;

namespace DataMigrator.Cli.Commands;

/// <summary><c>purge</c>: remove staged personal data and reports; leave the counts.</summary>
internal static class PurgeCommand
{
    public static Command Build(CommandHost host)
    {
        var run = new Option<string?>("--run") { Description = "This run's data", HelpName = "ID" };
        var before = MigrationOptions.Instant("--before", "Data of runs that began before that date (UTC)");
        var all = new Option<bool>("--all") { Description = "All of it" };
        var command = new Command("purge", "Remove staged personal data and reports from this machine; ids, hashes and counts stay. No org is touched.") { run, before, all, SettingOption.Staging(), SettingOption.Reports() };
        command.Validators.Add(result =>
        {
            var given = new Option[] { run, before, all }.Count(option => result.GetResult(option) is { Implicit: false });
            if (given != 1)
            {
                result.AddError("Say what to purge: one of --run ID, --before DATE, --all.");
            }
        });
        command.SetAction((parse, cancellationToken) => host.RunAsync(
            parse,
            async (settings, output, token) =>
            {
                using var staging = ExistingStaging.Open(settings.StagingPath);
                using var held = StagingLock.Take(settings.StagingPath, "purge", host.Time);
                var purge = new Purge(staging, settings.ReportsDirectory, host.Time);
                var result = parse.GetValue(run) is { } id ? await purge.RunAsync(ExistingStaging.Run(staging, id, host.Time).Id, token).ConfigureAwait(false)
                    : parse.GetValue(before) is { } date ? await purge.BeforeAsync(date, token).ConfigureAwait(false)
                    : await purge.AllAsync(token).ConfigureAwait(false);
                if (output.Json)
                {
                    JsonResult.Write(output.Stdout, result);
                }
                else
                {
                    output.Stdout.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"Purged: runs {result.Runs:N0}, calls {result.Calls:N0}, blocks of Tasks {result.Chunks:N0}, report folders {result.Reports:N0}. Ids, hashes and counts stay."));
                }

                return ExitCode.Done;
            },
            cancellationToken));
        return command;
    }
}
