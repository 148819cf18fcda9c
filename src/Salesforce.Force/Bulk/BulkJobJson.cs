using System.Globalization;
using System.Text.Json;
using Salesforce.Force.Http;

namespace Salesforce.Force.Bulk;

/// <summary>Job info as the org writes it.</summary>
internal static class BulkJobJson
{
    private static readonly string[] DateFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    public static BulkJob Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return Parse(document.RootElement);
    }

    /// <summary>One page of a job list.</summary>
    public static JobListPage ParseList(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return root.ValueKind != JsonValueKind.Object
            ? throw new JsonException("A job list is an object.")
            : new JobListPage([.. root.Items("records").Select(Parse)], root.NullableFlag("done") == true ? null : NextLink(root));
    }

    /// <summary>The key is <c>nextRecordsUrl</c> in every example and <c>nextRecordUrl</c> in one table of the guide.</summary>
    public static string? NextLink(JsonElement root) => NullIfEmpty(root.Text("nextRecordsUrl") ?? root.Text("nextRecordUrl"));

    private static BulkJob Parse(JsonElement job)
    {
        if (job.ValueKind != JsonValueKind.Object || job.Text("id") is not { Length: > 0 } id)
        {
            throw new JsonException("Job info has an id.");
        }

        return new BulkJob(
            id,
            job.Text("operation") ?? string.Empty,
            job.Text("object") ?? string.Empty,
            State(job.Text("state")),
            Date(job.Text("createdDate")),
            Version(job.Text("apiVersion")),
            job.Long("numberRecordsProcessed"),
            job.Long("numberRecordsFailed"),
            job.Int("retries"),
            job.Long("totalProcessingTime"),
            NullIfEmpty(job.Text("errorMessage")),
            NullIfEmpty(job.Text("externalIdFieldName")),
            job.NullableFlag("isPkChunkingSupported"),
            NullIfEmpty(job.Text("createdById")))
        {
            HasCount = job.NullableLong("numberRecordsProcessed") is not null,
        };
    }

    private static BulkJobState State(string? text) => text is null
        ? throw new JsonException("Job info has a state.")
        : Enum.TryParse<BulkJobState>(text, ignoreCase: true, out var state) && Enum.IsDefined(state)
            ? state
            : BulkJobState.InProgress; // a state that Salesforce may add: not one of the three ends that we know

    private static DateTimeOffset Date(string? text) =>
        DateTimeOffset.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : DateTimeOffset.MinValue;

    /// <summary><c>66</c>, <c>66.0</c> and <c>"66.0"</c> are the same version; empty if the org does not say.</summary>
    private static string Version(string? text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var version) ? version.ToString("0.0", CultureInfo.InvariantCulture) : string.Empty;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>One page of a job list and where the next is; null at the end.</summary>
internal sealed record JobListPage(IReadOnlyList<BulkJob> Jobs, string? Next);
