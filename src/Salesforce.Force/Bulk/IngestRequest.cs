namespace Salesforce.Force.Bulk;

/// <summary>What to ingest. CSV is sent with LF and commas.</summary>
/// <param name="Object">API name of the object.</param>
/// <param name="Operation">What to do with each row.</param>
/// <param name="ExternalIdFieldName">Key of an upsert, else null.</param>
public sealed record IngestRequest(string Object, IngestOperation Operation, string? ExternalIdFieldName = null);

/// <summary>Operation of an ingest job.</summary>
public enum IngestOperation
{
    /// <summary>insert.</summary>
    Insert,

    /// <summary>update, by Id.</summary>
    Update,

    /// <summary>upsert, by an external id or idLookup field.</summary>
    Upsert,

    /// <summary>delete, by Id.</summary>
    Delete,

    /// <summary>hardDelete; needs "Bulk API Hard Delete".</summary>
    HardDelete,
}

/// <summary>The three result sets of an ingest job.</summary>
public enum IngestResultSet
{
    /// <summary>successfulResults.</summary>
    Successful,

    /// <summary>failedResults.</summary>
    Failed,

    /// <summary>unprocessedrecords.</summary>
    Unprocessed,
}

/// <summary>A body that can be written again. <paramref name="WriteAsync"/> writes the whole CSV, header first, each time it is called.</summary>
/// <param name="WriteAsync">Writes the body.</param>
/// <param name="Length">Bytes, if known; otherwise the upload is chunked.</param>
public sealed record IngestContent(Func<Stream, CancellationToken, Task> WriteAsync, long? Length)
{
    /// <summary>Bulk API 2.0 takes 150 MB after base64 per job; 100 MB of raw CSV leaves room for the encoding (Limits cheat sheet).</summary>
    public const int MaxBytes = 100 * 1024 * 1024;
}
