using System.CommandLine;
using DataMigrator.Cli.Configuration;
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
        var mapping = new Option<string?>("--mapping") { Description = "Mapping file (default: mappings/task-to-voicecall.yaml)", HelpName = "FILE" };
        var command = new Command("check", "May we? Both orgs, permissions, fields, mapping against describe, automation, quotas and storage: a verdict each, what it means, what to do") { mapping };
        command.SetAction((parse, cancellationToken) => host.RunAsync(
            parse,
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["Migration:Mapping"] = parse.GetValue(mapping) }.Given(),
            async (settings, output, token) =>
            {
                var file = new MappingGate(output.Say).Load(MappingFinder.Find(settings.MappingPath));
                await using var orgs = new OrgConnector(settings, host.Time, output.Say);
                var compilation = await CompileAsync(file, orgs, settings, token).ConfigureAwait(false);
                var request = new CheckRequest(
                    await orgs.SourceAsync(token).ConfigureAwait(false), await orgs.TargetAsync(token).ConfigureAwait(false), compilation?.Mapping, settings.Migration, ExpectedCalls: null);
                var report = await new Check(request).RunAsync(token).ConfigureAwait(false);
                var lines = report.Lines.Concat((compilation?.Diagnostics ?? []).Where(d => d.Level == DiagnosticLevel.Error).Select(d => new CheckLine(Verdict.Error, "Mapping", d.ToString(), "Change the mapping, or deploy scripts/salesforce.")));
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
    private static async Task<MappingCompilation?> CompileAsync(MappingFile file, OrgConnector orgs, AppSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            var open = await new OrgPair(orgs.SourceAsync, orgs.TargetAsync).OpenAsync(file, cancellationToken).ConfigureAwait(false);
            return file.Compile(open.SourceDescribe, open.TargetDescribe, settings.Migration, open.LookupDescribes);
        }
        catch (Exception exception) when (exception is ForceException or OperatorException)
        {
            return null;
        }
    }
}

/// <summary>A check on the terminal.</summary>
internal static class CheckScreen
{
    public static void Show(TextWriter screen, CheckReport report)
    {
        foreach (var line in report.Lines)
        {
            var mark = line.Verdict switch { Verdict.Ok => "ok     ", Verdict.Warning => "warning", _ => "ERROR  " };
            screen.WriteLine($"{mark}  {line.Subject}: {line.Meaning}");
            if (line.WhatToDo.Length > 0)
            {
                screen.WriteLine($"         → {line.WhatToDo}");
            }
        }

        screen.WriteLine();
        screen.WriteLine(report.Passed ? "Nothing stands in the way of a run." : "A run would fail: mend the errors first.");
    }
}
