using System.CommandLine;
using System.Net;
using DataMigrator.Cli.Options;
using DataMigrator.Cli.Terminal;
using SalesforceEmulator;

namespace DataMigrator.Cli.Commands;

/// <summary><c>emulate</c>: serve the embedded org until Ctrl-C.</summary>
internal static class EmulateCommand
{
    public static Command Build(CommandHost host)
    {
        var port = new NumberOption("--port", "Port on 127.0.0.1; 0 = any free one (default 0)", "N", least: 0, most: IPEndPoint.MaxPort);
        var tasks = new NumberOption("--tasks", "Tasks to generate (default 20000)", "N", least: 0);
        var seed = new NumberOption("--seed", "Same seed, same org (default 1)", "S", least: 0, most: int.MaxValue);
        var profile = new Option<string?>("--profile") { Description = "Whose call logs: mixed, or the name of a vendor preset (default mixed)", HelpName = "NAME" };
        var archive = new NumberOption("--archive-after", "Age in days from which generated, closed Tasks are archived (default 365)", "DAYS", least: 0, most: 100_000);
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
                Port = (int)(parse.GetValue(port) ?? 0),
                Tasks = size,
                Limits = EmulatorLimits.For(size),
                Seed = (int?)parse.GetValue(seed) ?? settings.Emulator.Seed,
                Profile = parse.GetValue(profile) ?? settings.Emulator.Profile,
                ArchiveDays = (int)(parse.GetValue(archive) ?? 365),
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
