using System.CommandLine;
using DataMigrator.Cli.Options;

namespace DataMigrator.Cli.Commands;

/// <summary><c>extract</c>, <c>map</c>, <c>load</c>, <c>reconcile</c>: one stage of a run.</summary>
internal static class StageCommands
{
    public static IEnumerable<Command> Build(CommandHost host)
    {
        yield return Stage(host, "extract", "Read the Tasks of a range into the staging database; begins a run that 'map', 'load' and 'reconcile' go on with", withRun: false);
        yield return Stage(host, "map", "Turn staged Tasks into calls, or say why not; again after the mapping changed", withRun: true);
        yield return Stage(host, "load", "Plan what the target org needs; with --execute create and update the VoiceCalls", withRun: true);
        yield return Stage(host, "reconcile", "Compare the target org with what the Tasks say, and report; writes nothing to an org", withRun: true);
    }

    private static Command Stage(CommandHost host, string name, string description, bool withRun)
    {
        var options = new MigrationOptions();
        var command = new Command(name, description);
        options.AddTo(command, withRun);
        command.SetAction((parse, cancellationToken) => MigrationRunner.RunAsync(host, parse, options, name, cancellationToken));
        return command;
    }
}
