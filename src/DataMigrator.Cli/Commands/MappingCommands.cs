using System.CommandLine;
using DataMigrator.Cli.Configuration;
using DataMigrator.Cli.Options;
using DataMigrator.Cli.Orgs;
using DataMigrator.Cli.Terminal;
using DataMigrator.Mapping;
using DataMigrator.Mapping.Explaining;
using DataMigrator.Mapping.Presets;
using DataMigrator.Staging;
using Salesforce.Force.Rest;

namespace DataMigrator.Cli.Commands;

/// <summary><c>mapping</c>: validate, explain, presets, init.</summary>
internal static class MappingCommands
{
    public static Command Build(CommandHost host)
    {
        var command = new Command("mapping", "Is the mapping right for these orgs? How does each field of a call get its value? What ships?");
        UsageErrors.AskForSubcommand(command);
        command.Subcommands.Add(Validate(host));
        command.Subcommands.Add(Explain(host));
        command.Subcommands.Add(Presets(host));
        command.Subcommands.Add(Init(host));
        return command;
    }

    private static Command Validate(CommandHost host)
    {
        var mapping = SettingOption.Mapping();
        var command = new Command("validate", "Check the mapping against both orgs' describes: every problem with file, line and column, all at once") { mapping };
        command.SetAction((parse, cancellationToken) => host.RunAsync(parse, async (settings, output, token) =>
        {
            var file = MappingFile.Load(MappingFinder.Find(settings.MappingPath));
            var diagnostics = file.Diagnostics;
            if (diagnostics.All(diagnostic => diagnostic.Level != DiagnosticLevel.Error))
            {
                await using var orgs = new OrgConnector(settings, host.Time, output.Say);
                var open = await new OrgPair(orgs.SourceAsync, orgs.TargetAsync).OpenAsync(file, token).ConfigureAwait(false);
                diagnostics = file.Compile(open.SourceDescribe, open.TargetDescribe, settings.Migration, open.LookupDescribes).Diagnostics;
            }

            var errors = diagnostics.Count(diagnostic => diagnostic.Level == DiagnosticLevel.Error);
            if (output.Json)
            {
                JsonResult.Write(output.Stdout, new { file = file.Path, valid = errors == 0, diagnostics });
                return errors == 0 ? ExitCode.Done : ExitCode.CouldNotStart;
            }

            foreach (var diagnostic in diagnostics)
            {
                output.Stdout.WriteLine(diagnostic);
            }

            output.Stdout.WriteLine(errors == 0 ? $"{file.Path} is valid for these orgs ({diagnostics.Count} {(diagnostics.Count == 1 ? "warning" : "warnings")})." : $"{file.Path}: {errors} {(errors == 1 ? "error" : "errors")}. No run starts with it.");
            return errors == 0 ? ExitCode.Done : ExitCode.CouldNotStart;
        }, cancellationToken));
        return command;
    }

    private static Command Explain(CommandHost host)
    {
        var mapping = SettingOption.Mapping();
        var task = new Argument<string>("TaskId") { Description = "Task id, 15 or 18 characters" };
        var command = new Command("explain", "For one Task of the source org: each VoiceCall field, its value, the rule that gave it and those that didn't") { task, mapping };
        command.SetAction((parse, cancellationToken) => host.RunAsync(parse, async (settings, output, token) =>
        {
            if (!SalesforceId.TryParse(parse.GetValue(task), out var id))
            {
                throw new OperatorException($"'{parse.GetValue(task)}' is not a Salesforce id: 15 or 18 letters and digits were expected, such as 00T5e000001AbCdEAK.");
            }

            var sobject = MappingFile.Load(MappingFinder.Find(settings.MappingPath)).SourceObject;
            await using var scratch = await ScratchRun.ReadAsync(host, settings, output, source => SecondOfAsync(source, sobject, id, token), token).ConfigureAwait(false);
            var explanation = await new ExplainStage(scratch.Run).RunAsync(id, token).ConfigureAwait(false)
                ?? throw new OperatorException($"{sobject} {id} is in the source org, but the mapping's source filter leaves it out ({scratch.Run.Mapping.SourceFilter}).");
            if (output.Json)
            {
                JsonResult.Write(output.Stdout, explanation);
            }
            else
            {
                new ExplanationScreen(output.Stdout).Show(explanation);
            }

            return ExitCode.Done;
        }, cancellationToken));
        return command;
    }

    /// <summary>The second the record was created in: the smallest range that holds it.</summary>
    private static async Task<(DateTimeOffset? From, DateTimeOffset? To)> SecondOfAsync(Salesforce.Force.ForceClient source, string sobject, SalesforceId id, CancellationToken cancellationToken)
    {
        await foreach (var row in source.QueryAsync($"SELECT CreatedDate FROM {SoqlLiteral.Name(sobject)} WHERE Id = {SoqlLiteral.String(id.ToString())}", all: true, cancellationToken).ConfigureAwait(false))
        {
            var created = Instants.Parse(row["CreatedDate"]!);
            return (created, created.AddSeconds(1));
        }

        throw new OperatorException($"There is no {sobject} {id} in the source org that this user may see.");
    }

    private static Command Presets(CommandHost host)
    {
        var command = new Command("presets", "List the presets that ship, one per telephony vendor, and where their facts are from; 'assess' says which fit an org");
        command.SetAction((parse, cancellationToken) => host.RunAsync(parse, (_, output, _) =>
        {
            var (presets, _) = PresetCatalog.List();
            if (output.Json)
            {
                JsonResult.Write(output.Stdout, presets);
                return Task.FromResult(ExitCode.Done);
            }

            foreach (var preset in presets)
            {
                output.Stdout.WriteLine($"{preset.Name,-16} {preset.Vendor}{(preset.SourceObject == "Task" ? string.Empty : $" (reads {preset.SourceObject})")}");
                output.Stdout.WriteLine($"{string.Empty,-16} {preset.Description}");
                output.Stdout.WriteLine($"{string.Empty,-16} from: {string.Join("; ", preset.Sources)}");
                if (preset.Slots.Count > 0)
                {
                    output.Stdout.WriteLine($"{string.Empty,-16} to be named by you: {string.Join(", ", preset.Slots.Select(slot => slot.Name))}");
                }
            }

            return Task.FromResult(ExitCode.Done);
        }, cancellationToken));
        return command;
    }

    private static Command Init(CommandHost host)
    {
        var file = new Argument<string>("file") { Description = "File to write", DefaultValueFactory = _ => "my-mapping.yaml" };
        var command = new Command("init", "Write a starting mapping from both orgs' describes: the presets that fit, and the custom fields to decide about") { file };
        command.SetAction((parse, cancellationToken) => host.RunAsync(parse, async (settings, output, token) =>
        {
            var path = parse.GetValue(file)!;
            if (File.Exists(path))
            {
                throw new OperatorException($"'{path}' exists already; name another file, or remove it first.");
            }

            await using var orgs = new OrgConnector(settings, host.Time, output.Say);
            var shipped = MappingFile.Load(MappingFinder.Find(settings.MappingPath));
            var open = await new OrgPair(orgs.SourceAsync, orgs.TargetAsync).OpenAsync(shipped, token).ConfigureAwait(false);
            var compiled = new MappingGate(_ => { }).Compile(shipped, open, settings.Migration);
            var matches = await FittingPresets.OfAsync(open.Source, open.SourceDescribe, token).ConfigureAwait(false);
            var schema = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.Combine(MappingFinder.ShippedFolder, "mapping.schema.json")).Replace('\\', '/');
            try
            {
                await File.WriteAllTextAsync(path, MappingStarter.Write(open.SourceDescribe, open.TargetDescribe, matches, [.. compiled.SourceFields], settings.Migration, schema), token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new OperatorException($"The mapping '{path}' can't be written: {exception.Message}", exception);
            }

            output.Stdout.WriteLine($"Wrote {path} with {matches.Count} {(matches.Count == 1 ? "preset that fits" : "presets that fit")} this org. Read it, then: datamigrator mapping validate --mapping {path}");
            return ExitCode.Done;
        }, cancellationToken));
        return command;
    }
}
