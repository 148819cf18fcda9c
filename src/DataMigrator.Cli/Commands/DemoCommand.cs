using System.CommandLine;
using System.Globalization;
using DataMigrator.Cli.Options;

namespace DataMigrator.Cli.Commands;

/// <summary><c>demo</c>: the embedded org and a whole run against it. Again, it shows the point: nothing created, everything unchanged.</summary>
internal static class DemoCommand
{
    private static readonly string Folder = Path.Combine("staging", "demo");

    public static Command Build(CommandHost host)
    {
        var reset = new Option<bool>("--reset") { Description = "Start over with a new org and an empty staging database" };
        var tasks = new NumberOption("--tasks", "Tasks in the embedded org (default 20000; takes effect with --reset)", "N", least: 0);
        var command = new Command(
            "demo",
            "A first look: the embedded org, ten years of messy call logs, and a whole migration against it, with --execute.") { reset, tasks }.WithDetails(
            """
            Run it again to see that nothing is created twice; --reset starts over. It never talks to a real org.
            """);
        command.SetAction((parse, cancellationToken) => host.RunAsync(parse, async (settings, output, token) =>
        {
            if (parse.GetValue(reset) && Directory.Exists(Folder))
            {
                using (Staging.StagingLock.Take(Path.Combine(Folder, "demo.db"), "demo --reset", host.Time))
                {
                }

                Directory.Delete(Folder, recursive: true);
            }

            var org = settings.Source with { InstanceUrl = null, ApiVersion = "66.0" };
            var demo = settings with
            {
                Source = org,
                Target = org,
                StagingPath = Path.Combine(Folder, "demo.db"),
                Emulator = settings.Emulator with { Tasks = parse.GetValue(tasks) ?? settings.Emulator.Tasks, Directory = Path.Combine(Folder, "emulator"), KeepTasks = parse.GetValue(tasks) is null },
            };
            var code = await MigrationRunner.RunAsync(host, demo, output, MigrationRunner.Request(demo, "run", execute: true), token).ConfigureAwait(false);
            var size = demo.Emulator.Tasks == settings.Emulator.Tasks ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" and DATAMIGRATOR_Emulator__Tasks={demo.Emulator.Tasks} in the environment");
            output.Say($"Look around: 'status', 'show', 'reconcile' and 'rollback' with --staging {demo.StagingPath}{size}");
            return code;
        }, cancellationToken));
        return command;
    }
}
