using System.CommandLine;
using DataMigrator.Cli.Terminal;
using SalesforceEmulator;

namespace DataMigrator.Cli.Commands;

/// <summary><c>emulate</c>: serve the embedded org until Ctrl-C.</summary>
internal static class EmulateCommand
{
    public static Command Build(CommandHost host)
    {
        var port = new Option<int>("--port") { Description = "Port on 127.0.0.1; 0 = any free one", HelpName = "N", DefaultValueFactory = _ => 0 };
        var tasks = new Option<long?>("--tasks") { Description = "Tasks to generate (default 20000)", HelpName = "N" };
        var seed = new Option<int?>("--seed") { Description = "Same seed, same org (default 1)", HelpName = "S" };
        var profile = new Option<string?>("--profile") { Description = "Whose call logs: mixed, or the name of a vendor preset (default mixed)", HelpName = "NAME" };
        var archive = new Option<int>("--archive-after") { Description = "Age in days from which generated, closed Tasks are archived", HelpName = "DAYS", DefaultValueFactory = _ => 365 };
        var faults = new Option<string?>("--faults") { Description = "Fault plan (JSON): what goes wrong, when", HelpName = "FILE" };
        var data = new Option<string?>("--data") { Description = "Keep the org in this folder (default: a temporary one)", HelpName = "DIR" };
        var reset = new Option<bool>("--reset") { Description = "Drop what the folder holds and generate anew" };
        var command = new Command("emulate", "Serve the embedded org on loopback: REST and Bulk API 2.0, for sf, jsforce, SFDMU and this program")
        {
            port, tasks, seed, profile, archive, faults, data, reset,
        };
        command.SetAction((parse, cancellationToken) => host.RunAsync(parse, async (settings, output, token) =>
        {
            var size = parse.GetValue(tasks) ?? settings.Emulator.Tasks;
            var options = new EmulatorOptions
            {
                Port = parse.GetValue(port),
                Tasks = size,
                Limits = EmulatorLimits.For(size),
                Seed = parse.GetValue(seed) ?? settings.Emulator.Seed,
                Profile = parse.GetValue(profile) ?? settings.Emulator.Profile,
                ArchiveDays = parse.GetValue(archive),
                FaultPlanFile = parse.GetValue(faults) ?? settings.Emulator.Faults,
                DataDirectory = parse.GetValue(data),
                Reset = parse.GetValue(reset),
                TimeProvider = host.Time,
            };
            output.Say($"Preparing an org with {options.Tasks:N0} Tasks (seed {options.Seed}, profile {options.Profile}) …");
            await using var emulator = await Emulator.StartAsync(options, token).ConfigureAwait(false);
            Describe(emulator, output);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, host.Time, token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                output.Say("Stopped.");
            }

            return ExitCode.Done;
        }, cancellationToken));
        return command;
    }

    private static void Describe(Emulator emulator, Output output)
    {
        if (output.Json)
        {
            JsonResult.Write(output.Stdout, new EmulatorAddress(emulator.Url.ToString().TrimEnd('/'), emulator.AccessToken, emulator.ClientId, emulator.ClientSecret, emulator.Username, emulator.RefreshToken));
            output.Stdout.Flush();
            return;
        }

        var url = emulator.Url.ToString().TrimEnd('/');
        output.Stdout.WriteLine(
            $"""
            URL            {url}
            Access token   {emulator.AccessToken}
            Client id      {emulator.ClientId}
            Client secret  {emulator.ClientSecret}
            Username       {emulator.Username}

            Salesforce CLI:
              sf org login jwt --username {emulator.Username} --jwt-key-file {emulator.JwtPrivateKeyFile} --client-id {emulator.ClientId} --instance-url {url} --alias emulator
              sf data query --target-org emulator --query "SELECT Id, Subject FROM Task LIMIT 5"

            Salesforce CLI, by token:
              export SF_ACCESS_TOKEN='{emulator.AccessToken}'
              sf org login access-token --instance-url {url} --no-prompt --alias emulator
              sf data query --target-org emulator --query "SELECT Id, Subject FROM Task LIMIT 5"

            This program:
              export DATAMIGRATOR_Source__InstanceUrl={url}
              export DATAMIGRATOR_Source__Auth__AccessToken='{emulator.AccessToken}'
              datamigrator run

            curl:
              curl -H 'Authorization: Bearer {emulator.AccessToken}' {url}/services/data/v66.0/limits

            What it has seen: {url}/_emulator/requests   jobs   objects
            Ctrl-C stops it.
            """);
        output.Stdout.Flush();
    }

    private sealed record EmulatorAddress(string Url, string AccessToken, string ClientId, string ClientSecret, string Username, string RefreshToken);
}
