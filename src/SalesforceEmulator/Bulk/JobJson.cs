using System.Globalization;
using System.Text.Json;

namespace SalesforceEmulator.Bulk;

/// <summary>Job bodies as the guide shows them: short at creation and after PATCH, full when asked for.</summary>
internal static class JobJson
{
    /// <param name="state">What the answer tells of: work that a request begins may be over before its answer is written. Null: the state as it is now.</param>
    public static void WriteShort(BulkJob job, Utf8JsonWriter json, JobState? state = null)
    {
        lock (job.Gate)
        {
            json.WriteStartObject();
            WriteCore(job, json, state ?? job.State);
            json.WriteEndObject();
        }
    }

    public static void WriteFull(BulkJob job, Utf8JsonWriter json)
    {
        lock (job.Gate)
        {
            json.WriteStartObject();
            WriteCore(job, json, job.State);
            json.WriteString("jobType", job.Kind == JobKind.Query ? "V2Query" : "V2Ingest");
            json.WriteNumber("numberRecordsProcessed", job.Processed);
            json.WriteNumber("retries", 0);
            json.WriteNumber("totalProcessingTime", job.IsOver ? job.ProcessingTime : 0);
            if (job.Kind == JobKind.Query)
            {
                json.WriteBoolean("isPkChunkingSupported", !HasOrderOrLimit(job.Soql!));
            }
            else
            {
                json.WriteNumber("numberRecordsFailed", job.Failed);
                json.WriteNumber("apiActiveProcessingTime", job.ActiveTime);
                json.WriteNumber("apexProcessingTime", 0);
            }

            if (job.ErrorMessage is not null)
            {
                json.WriteString("errorMessage", job.ErrorMessage);
            }

            json.WriteEndObject();
        }
    }

    private static void WriteCore(BulkJob job, Utf8JsonWriter json, JobState state)
    {
        json.WriteString("id", job.Id);
        json.WriteString("operation", job.Operation);
        json.WriteString("object", job.Object);
        json.WriteString("createdById", job.CreatedById);
        json.WriteString("createdDate", Timestamp(job.CreatedDate));
        json.WriteString("systemModstamp", Timestamp(job.SystemModstamp));
        json.WriteString("state", state.ToString());
        if (job.ExternalIdFieldName is not null)
        {
            json.WriteString("externalIdFieldName", job.ExternalIdFieldName);
        }

        if (job.AssignmentRuleId is not null)
        {
            json.WriteString("assignmentRuleId", job.AssignmentRuleId);
        }

        json.WriteString("concurrencyMode", "Parallel");
        json.WriteString("contentType", "CSV");
        json.WritePropertyName("apiVersion");
        json.WriteRawValue(job.ApiVersion);
        if (job is { Kind: JobKind.Ingest, State: JobState.Open })
        {
            // Without a leading slash: SFDMU puts its own before it.
            json.WriteString("contentUrl", $"services/data/v{job.ApiVersion}/jobs/ingest/{job.Id}/batches");
        }

        json.WriteString("lineEnding", job.Crlf ? "CRLF" : "LF");
        json.WriteString("columnDelimiter", job.Delimiter.WireName());
    }

    private static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'.000+0000'", CultureInfo.InvariantCulture);

    /// <summary>Either switches PK chunking off.</summary>
    private static bool HasOrderOrLimit(string soql) =>
        soql.Contains(" ORDER BY ", StringComparison.OrdinalIgnoreCase) || soql.Contains(" LIMIT ", StringComparison.OrdinalIgnoreCase);
}
