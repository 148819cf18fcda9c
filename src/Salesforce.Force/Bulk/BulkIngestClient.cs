namespace Salesforce.Force.Bulk;

/// <summary>Bulk API 2.0 ingest jobs (<c>/jobs/ingest</c>).</summary>
public sealed class BulkIngestClient
{
    internal BulkIngestClient()
    {
    }

    /// <summary>Creates a job in state Open. A lost answer is settled by asking the org's job list; never created twice.</summary>
    public Task<BulkJob> CreateAsync(IngestRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Uploads the CSV. A retried PUT sends the whole body again; if the org says that it has a content already, the first one counted.</summary>
    public Task UploadAsync(string jobId, IngestContent content, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>PATCH state UploadComplete: the org starts to process. Already closed is fine.</summary>
    public Task<BulkJob> CloseAsync(string jobId, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The job as it is now.</summary>
    /// <exception cref="Errors.ForceException">Code <c>NOT_FOUND</c> if it is gone.</exception>
    public Task<BulkJob> GetAsync(string jobId, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Polls until the job has ended, in whatever state.</summary>
    public Task<BulkJob> WaitAsync(string jobId, IProgress<BulkJob>? progress, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>
    /// Streams one result set as UTF-8 CSV. <paramref name="consume"/> runs again from the start after a cut and must then discard what it had.
    /// Columns: <c>sf__Id, sf__Created</c> or <c>sf__Id, sf__Error</c>, then those uploaded; unprocessed: those uploaded alone. Order is the org's.
    /// </summary>
    public Task<T> ReadResultsAsync<T>(string jobId, IngestResultSet set, Func<Stream, CancellationToken, Task<T>> consume, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Aborts; rows already processed stay.</summary>
    public Task<BulkJob> AbortAsync(string jobId, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Deletes an ended job; gone already is fine.</summary>
    public Task DeleteAsync(string jobId, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>All ingest jobs this user may see.</summary>
    public IAsyncEnumerable<BulkJob> ListAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
}

/// <summary>What to ingest. CSV is sent with LF and commas.</summary>
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
