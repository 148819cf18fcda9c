using System.Text.Json.Serialization;

namespace SalesforceEmulator.Bulk;

[JsonConverter(typeof(JsonStringEnumConverter<JobState>))]
internal enum JobState
{
    Open,
    UploadComplete,
    InProgress,
    JobComplete,
    Failed,
    Aborted,
}

[JsonConverter(typeof(JsonStringEnumConverter<JobKind>))]
internal enum JobKind
{
    Query,
    Ingest,
}

/// <summary>A Bulk API 2.0 job as it is kept in the data folder. Change it only under <see cref="Gate"/>.</summary>
internal sealed class BulkJob
{
    [JsonIgnore]
    public Lock Gate { get; } = new();

    /// <summary>Set when the client aborts.</summary>
    [JsonIgnore]
    public CancellationTokenSource Aborting { get; } = new();

    /// <summary>The processing in this process; result files are whole once it has ended.</summary>
    [JsonIgnore]
    public Task Processing { get; set; } = Task.CompletedTask;

    public required string Id { get; init; }

    public required JobKind Kind { get; init; }

    /// <summary>As sent: query, queryAll, insert, …</summary>
    public required string Operation { get; init; }

    public required string Object { get; init; }

    public required string CreatedById { get; init; }

    public required DateTimeOffset CreatedDate { get; init; }

    /// <summary>Such as <c>67.0</c>.</summary>
    public required string ApiVersion { get; init; }

    public string? Soql { get; init; }

    public string? ExternalIdFieldName { get; init; }

    public string? AssignmentRuleId { get; init; }

    public Delimiter Delimiter { get; init; }

    public bool Crlf { get; init; }

    public DateTimeOffset SystemModstamp { get; set; }

    public JobState State { get; set; }

    public string? ErrorMessage { get; set; }

    public long Processed { get; set; }

    public long Failed { get; set; }

    /// <summary>Milliseconds; told only when the job is over, 0 before.</summary>
    public long ProcessingTime { get; set; }

    /// <summary>Milliseconds spent saving.</summary>
    public long ActiveTime { get; set; }

    /// <summary>The one content was received; null size = not yet.</summary>
    public long? UploadedBytes { get; set; }

    /// <summary>Where the first row that was not processed begins in the upload; 0 = nothing was processed.</summary>
    public long Position { get; set; }

    /// <summary>Rows of a query job that were handed out at least once.</summary>
    public int RowsServed { get; set; }

    /// <summary>Stopped in good order; a job found in progress without this was interrupted.</summary>
    public bool Paused { get; set; }

    [JsonIgnore]
    public bool IsOver => State is JobState.JobComplete or JobState.Failed or JobState.Aborted;
}
