namespace Salesforce.Force.Bulk;

/// <summary>State of a Bulk API 2.0 job.</summary>
public enum BulkJobState
{
    /// <summary>Ingest only: waits for its upload.</summary>
    Open,

    /// <summary>Queued.</summary>
    UploadComplete,

    /// <summary>Being worked on.</summary>
    InProgress,

    /// <summary>Ended; rows may have failed all the same.</summary>
    JobComplete,

    /// <summary>Ended as a whole; rows already committed stay.</summary>
    Failed,

    /// <summary>Ended by a person or a program.</summary>
    Aborted,
}

/// <summary>Job info, query or ingest.</summary>
/// <param name="CreatedDate">The org's clock.</param>
/// <param name="NumberRecordsProcessed">Ingest: failed rows included.</param>
/// <param name="ErrorMessage"><c>CamelCode : text</c> when Failed.</param>
public sealed record BulkJob(
    string Id, string Operation, string Object, BulkJobState State, DateTimeOffset CreatedDate, string ApiVersion,
    long NumberRecordsProcessed, long NumberRecordsFailed, int Retries, long TotalProcessingTimeMs, string? ErrorMessage, string? ExternalIdFieldName,
    bool? IsPkChunkingSupported, string? CreatedById)
{
    /// <summary>JobComplete, Failed or Aborted.</summary>
    public bool HasEnded => State is BulkJobState.JobComplete or BulkJobState.Failed or BulkJobState.Aborted;
}
