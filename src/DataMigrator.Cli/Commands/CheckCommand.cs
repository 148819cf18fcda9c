using System.CommandLine;
using DataMigrator.Cli.Configuration;
using DataMigrator.Cli.Options;
using DataMigrator.Cli.Orgs;
using DataMigrator.Cli.Terminal;
using DataMigrator.Loading.Checking;
using DataMigrator.Mapping;
using Salesforce.Force.Errors;

namespace DataMigrator.Cli.Commands;

/// <summary><c>check</c>: may we?</summary>
internal static class CheckCommand
{
    public static Command Build(CommandHost host)
    {
        var command = new Command("check", "May we? Both orgs, permissions, fields, mapping against describe, automation, quotas and storage: a verdict each, what it means, what to do") { SettingOption.Mapping() };
        command.SetAction((parse, cancellationToken) => host.RunAsync(
            parse,
            async (settings, output, token) =>
            {
                var file = MappingGate.Load(MappingFinder.Find(settings.MappingPath));
                await using var orgs = new OrgConnector(settings, host.Time, output.Say, beyondFloor: true);
                var open = await OpenAsync(file, orgs, token).ConfigureAwait(false);
                var compilation = open is null ? null : file.Compile(open.SourceDescribe, open.TargetDescribe, settings.Migration, open.LookupDescribes);
                var request = new CheckRequest(
                    await orgs.SourceAsync(token).ConfigureAwait(false), await orgs.TargetAsync(token).ConfigureAwait(false), compilation?.Mapping, settings.Migration, ExpectedCalls: null)
                {
                    SourceDescribe = open?.SourceDescribe, TargetDescribe = open?.TargetDescribe,
                };
                var report = await new Check(request).RunAsync(token).ConfigureAwait(false);
                var lines = report.Lines.Concat((compilation?.Diagnostics ?? []).Where(d => d.Level == DiagnosticLevel.Error).Select(d => new CheckLine(CheckVerdict.Error, "Mapping", d.ToString(), "Change the mapping, or deploy scripts/salesforce.")));
                var whole = new CheckReport([.. lines]);
                if (output.Json)
                {
                    JsonResult.Write(output.Stdout, new { passed = whole.Passed, lines = whole.Lines });
                }
                else
                {
                    CheckScreen.Show(output.Stdout, whole);
                }

                return whole.Passed ? ExitCode.Done : ExitCode.CouldNotStart;
            },
            cancellationToken));
        return command;
    }

    /// <summary>Null if an org refuses the login or hides an object: the check itself says so.</summary>
    private static async Task<OpenOrgs?> OpenAsync(MappingFile file, OrgConnector orgs, CancellationToken cancellationToken)
    {
        try
        {
            return await new OrgPair(orgs.SourceAsync, orgs.TargetAsync).OpenAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ForceException or OperatorException)
        {
            return null;
        }
    }
}
