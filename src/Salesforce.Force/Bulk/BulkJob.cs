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
/// <param name="Id">18 characters, prefix 750.</param>
/// <param name="Operation">query, queryAll, insert, update, upsert, delete, hardDelete.</param>
/// <param name="Object">API name of the object.</param>
/// <param name="State">Where the job is.</param>
/// <param name="CreatedDate">The org's clock; <see cref="DateTimeOffset.MinValue"/> if it did not say.</param>
/// <param name="ApiVersion">Version that created the job, such as 66.0; its results must be read with the same. Empty if the org did not say.</param>
/// <param name="NumberRecordsProcessed">Ingest: failed rows included. Moves while the job is InProgress.</param>
/// <param name="NumberRecordsFailed">Ingest: rows refused; query: 0.</param>
/// <param name="Retries">How often the org itself began again.</param>
/// <param name="TotalProcessingTimeMs">Milliseconds of processing in the org; 0 while InProgress.</param>
/// <param name="ErrorMessage"><c>CamelCode : text</c> when Failed.</param>
/// <param name="ExternalIdFieldName">Key of an upsert, else null.</param>
/// <param name="IsPkChunkingSupported">Query: whether the org could split it; null if it did not say.</param>
/// <param name="CreatedById">The user; null if the org did not say.</param>
public sealed record BulkJob(
    string Id, string Operation, string Object, BulkJobState State, DateTimeOffset CreatedDate, string ApiVersion,
    long NumberRecordsProcessed, long NumberRecordsFailed, int Retries, long TotalProcessingTimeMs, string? ErrorMessage, string? ExternalIdFieldName,
    bool? IsPkChunkingSupported, string? CreatedById)
{
    /// <summary>False if the org did not send <c>numberRecordsProcessed</c>: then the sum of the pages can't be checked.</summary>
    public bool HasCount { get; init; } = true;

    /// <summary>JobComplete, Failed or Aborted.</summary>
    public bool HasEnded => State is BulkJobState.JobComplete or BulkJobState.Failed or BulkJobState.Aborted;
}
