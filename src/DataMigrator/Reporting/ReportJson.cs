using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataMigrator.Reporting;

/// <summary>report.json: the run's result as <c>--json</c> prints it, and all that the report is drawn from. Schema: docs/report.schema.json.</summary>
internal static class ReportJson
{
    public static async Task WriteAsync(ReportDocument document, Stream output, CancellationToken cancellationToken)
    {
        // File names instead of paths: the folder may be moved, and the same staging gives the same bytes wherever it is written.
        var result = document.Result with
        {
            Reports = new(ReportFiles.Html, ReportFiles.Json, ReportFiles.Findings, ReportFiles.Rejected, ReportFiles.Failed),
        };
        var root = JsonSerializer.SerializeToNode(result, ResultJson.Options)!.AsObject();
        root["verdict"] = Node(document.Verdict);
        root["verdict"]!["level"] = document.Verdict.Level.ToString().ToLowerInvariant();
        root["run"] = Node(ReportedRun.Of(document.Run));
        root["books"] = Node(document.Books);
        root["mappingVersion"] = document.Mapping is { } mapping ? Node(new ReportedMapping(mapping.Name, mapping.Version, mapping.SourceFields, mapping.TargetFields, mapping.Text)) : null;
        root["settings"] = Settings(document.Run.Settings);
        root["statistics"] = Node(document.Statistics);
        root["findings"] = Node(document.Findings);
        root["changes"] = Node(document.Changes);
        root["windows"] = Node(document.Windows);
        root["links"] = Node(document.Links);
        await JsonSerializer.SerializeAsync(output, root, ResultJson.Options, cancellationToken).ConfigureAwait(false);
        await output.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
    }

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, ResultJson.Options);

    private static JsonNode? Settings(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException ex)
        {
            throw new ReportException($"The stored settings of the run can't be read: {ex.Message}", ex);
        }
    }
}

/// <summary>What report.json says of the run besides its result.</summary>
internal sealed record ReportedRun(
    string State, string? Stage, string Started, string? Ended, string RangeField, long? Limit, string? SourceOrg, string? TargetOrg)
{
    public static ReportedRun Of(ReportRun run) => new(run.State, run.Stage, run.Started, run.Ended, run.RangeField, run.Limit, run.SourceOrg, run.TargetOrg);
}

/// <summary>The mapping, as report.json quotes it.</summary>
internal sealed record ReportedMapping(string Name, string Version, IReadOnlyList<string> SourceFields, IReadOnlyList<string> TargetFields, string Text);
