using System.CommandLine;
using DataMigrator.Cli.Configuration;
using DataMigrator.Cli.Options;
using DataMigrator.Cli.Terminal;
using DataMigrator.Staging;

namespace DataMigrator.Cli.Commands;

/// <summary><c>show</c>: what became of one call.</summary>
internal static class ShowCommand
{
    public static Command Build(CommandHost host)
    {
        var id = new Argument<string>("id") { Description = "Task or VoiceCall id, 15 or 18 characters" };
        var command = new Command("show", "What became of this call: its ledger, from the page it was read from to its VoiceCall, with every attempt") { id, SettingOption.Staging() };
        command.SetAction((parse, cancellationToken) => host.RunAsync(
            parse,
            (settings, output, _) =>
            {
                using var staging = ExistingStaging.Open(settings.StagingPath);
                var wanted = parse.GetValue(id)!;
                var entry = new LedgerStore(staging).Find(wanted) ?? throw new OperatorException(
                    $"The staging database {staging.Path} knows nothing of '{wanted}'. Was it in the range of a run? 'status' lists them.");
                if (output.Json)
                {
                    JsonResult.Write(output.Stdout, entry);
                }
                else
                {
                    new LedgerScreen(output.Stdout).Show(entry);
                }

                return Task.FromResult(ExitCode.Done);
            },
            cancellationToken));
        return command;
    }
}
