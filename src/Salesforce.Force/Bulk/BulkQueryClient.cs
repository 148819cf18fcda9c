namespace Salesforce.Force.Bulk;

/// <summary>Bulk API 2.0 query jobs (<c>/jobs/query</c>). Internal construction by <see cref="ForceClient"/>.</summary>
public sealed class BulkQueryClient
{
    internal BulkQueryClient()
    {
    }

    /// <summary>Creates a query job. Not repeated blindly after a lost answer: the org's job list is asked for the orphan first.</summary>
    /// <param name="all">queryAll: archived and deleted rows too.</param>
    /// <exception cref="Errors.ForceException">The SOQL or the access was refused; the org's code.</exception>
    public Task<BulkJob> CreateAsync(string soql, bool all, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The job as it is now.</summary>
    public Task<BulkJob> GetAsync(string jobId, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Polls (adaptive) until the job has ended, in whatever state. Never throws for a Failed job: look at <see cref="BulkJob.State"/>.</summary>
    public Task<BulkJob> WaitAsync(string jobId, IProgress<BulkJob>? progress, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>
    /// Reads the results of a complete job, page by page, from <paramref name="options"/>.StartLocator on.
    /// <paramref name="consume"/> gets each page as decompressed UTF-8 CSV. A page that ends early, is cut, or whose row count differs from
    /// <c>Sforce-NumberOfRecords</c> makes <c>consume</c>'s stream throw and the page is fetched again: <b>consume may run again for the same page
    /// and must then discard what it had</b>. After consume has returned, <c>complete</c> is called exactly once per page, in page order, with the
    /// locator from which to go on (null after the last): commit there. Pages may be consumed up to Parallelism at a time.
    /// </summary>
    /// <returns>Number of records over all pages read.</returns>
    public Task<long> ReadPagesAsync<TPage>(
        BulkJob job,
        PageReadOptions options,
        Func<ResultPage, CancellationToken, Task<TPage>> consume,
        Func<ResultPage, TPage, CancellationToken, Task> complete,
        CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Aborts a job that has not ended.</summary>
    public Task<BulkJob> AbortAsync(string jobId, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Deletes an ended job and its results; a job that is gone already is fine.</summary>
    public Task DeleteAsync(string jobId, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>All query jobs this user may see.</summary>
    public IAsyncEnumerable<BulkJob> ListAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
}

/// <summary>How to read result pages.</summary>
public sealed record PageReadOptions
{
    /// <summary>Locator of the first page to read; null for the beginning.</summary>
    public string? StartLocator { get; init; }

    /// <summary>Ordinal given to the first page read (goes on from there).</summary>
    public int StartOrdinal { get; init; }

    /// <summary><c>maxRecords</c> per page: bounds the memory and the work lost with a page.</summary>
    public int MaxRecords { get; init; } = 50_000;

    /// <summary>Pages under way at once; above 1 uses <c>resultPages</c> where the org offers it (API 58.0).</summary>
    public int Parallelism { get; init; } = 1;
}

/// <summary>One page of results.</summary>
/// <param name="Ordinal">Position of the page in the job's results, from 0.</param>
/// <param name="Locator">Locator this page was read with; null for the first.</param>
/// <param name="NextLocator">Locator of the next page; null after the last (the wire says <c>null</c>).</param>
/// <param name="NumberOfRecords">From <c>Sforce-NumberOfRecords</c>.</param>
/// <param name="Content">UTF-8 CSV with a header line, gunzipped; throws <see cref="Errors.ForceException"/> if cut.</param>
public sealed record ResultPage(int Ordinal, string? Locator, string? NextLocator, long NumberOfRecords, Stream Content);
