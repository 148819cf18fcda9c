using System.CommandLine;
using DataMigrator.Cli.Options;

namespace DataMigrator.Cli.Commands;

/// <summary><c>retry</c> and <c>repair</c>: put right what a run left wrong.</summary>
internal static class MendingCommands
{
    public static IEnumerable<Command> Build(CommandHost host)
    {
        var code = new Option<string?>("--code") { Description = "Only rows that failed with this code, such as UNABLE_TO_LOCK_ROW", HelpName = "CODE" };
        var retry = Mending(host, "retry", "Send again what failed in a run, after the cause was mended, and reconcile. Without --execute: say how many, and why they failed.", code);
        retry.Options.Add(code);
        yield return retry;
        yield return Mending(host, "repair", "Send again what a reconciliation found wrong and can be put right, say what cannot, and reconcile. Without --execute: the plan.", code: null);
    }

    private static Command Mending(CommandHost host, string name, string description, Option<string?>? code)
    {
        var options = new RunWorkOptions();
        var command = new Command(name, description);
        options.AddTo(command, sends: true);
        command.SetAction((parse, cancellationToken) => host.RunAsync(
            parse,
            (settings, output, token) => MigrationRunner.RunAsync(
                host, settings, output,
                MigrationRunner.Request(settings, name, parse.GetValue(options.Execute), run: parse.GetValue(options.Run)) with { Code = code is null ? null : parse.GetValue(code) },
                token),
            cancellationToken));
        return command;
    }
}
