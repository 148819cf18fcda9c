using System.CommandLine;
using DataMigrator.Cli.Options;

namespace DataMigrator.Cli.Commands;

/// <summary><c>run</c>: the whole flow.</summary>
internal static class RunCommand
{
    public static Command Build(CommandHost host)
    {
        var options = new MigrationOptions();
        var command = new Command(
            "run",
            "Move the calls: extract, map, load, reconcile, report. A dry run unless --execute.").WithDetails(
            """
            The same command again goes on where an interrupted run stopped; after a finished one it sends only what changed.

            Examples:
              datamigrator run                                         what would happen, and the report
              datamigrator run --execute --limit 100                   a canary of 100 calls
              datamigrator run --from 2024-01-01 --to 2025-01-01 --execute
              datamigrator run --incremental --execute                 every night
            """);
        options.AddTo(command);
        command.SetAction((parse, cancellationToken) => MigrationRunner.RunAsync(host, parse, options, "run", cancellationToken));
        return command;
    }
}
