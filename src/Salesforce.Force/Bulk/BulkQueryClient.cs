using System.Buffers;
using System.Text.Json;
using Salesforce.Force.Errors;

namespace Salesforce.Force.Bulk;

/// <summary>Bulk API 2.0 query jobs (<c>/jobs/query</c>). Internal construction by <see cref="ForceClient"/>.</summary>
public sealed class BulkQueryClient
{
    private readonly JobEndpoint jobs;
    private readonly JobCreation creation;

    internal BulkQueryClient(JobEndpoint jobs, JobCreation creation)
    {
        this.jobs = jobs;
        this.creation = creation;
    }

    /// <summary>
    /// Creates a query job. Not repeated blindly after a lost answer: the org's job list is asked for the orphan first. The list does not show the
    /// SOQL, so an orphan is never read as ours: it is aborted and deleted, and the job is created anew.
    /// </summary>
    /// <param name="soql">No GROUP BY, OFFSET, TYPEOF, aggregate or subquery (Bulk API guide); ORDER BY and LIMIT switch PK chunking off.</param>
    /// <param name="all">queryAll: archived and deleted rows too.</param>
    /// <param name="cancellationToken">Cancels the waiting, not a job already created.</param>
    /// <exception cref="ForceException">The SOQL or the access was refused; the org's code.</exception>
    public Task<BulkJob> CreateAsync(string soql, bool all, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(soql);
        var operation = all ? "queryAll" : "query";
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("operation", operation);
            json.WriteString("query", soql);
            json.WriteEndObject();
        }

        var sobject = SoqlText.FromObject(soql);
        return creation.CreateAsync(
            body.WrittenMemory,
            job => string.Equals(job.Operation, operation, StringComparison.OrdinalIgnoreCase)
                && (job.Object.Length == 0 || sobject is null || string.Equals(job.Object, sobject, StringComparison.OrdinalIgnoreCase)),
            RemoveAsync,
            cancellationToken);
    }

    /// <summary>The job as it is now.</summary>
    /// <exception cref="ForceException">Code <c>NOT_FOUND</c> if it is gone (results are kept 7 days).</exception>
    public Task<BulkJob> GetAsync(string jobId, CancellationToken cancellationToken) => jobs.GetAsync(jobId, cancellationToken);

    /// <summary>Polls (adaptive) until the job has ended, in whatever state. Never throws for a Failed job: look at <see cref="BulkJob.State"/>.</summary>
    public Task<BulkJob> WaitAsync(string jobId, IProgress<BulkJob>? progress, CancellationToken cancellationToken) => jobs.WaitAsync(jobId, progress, cancellationToken);

    /// <summary>
    /// Reads the results of a complete job, page by page, from <paramref name="options"/>.StartLocator on.
    /// <paramref name="consume"/> gets each page as decompressed UTF-8 CSV. A page that ends early, is cut, or whose row count differs from
    /// <c>Sforce-NumberOfRecords</c> makes <c>consume</c>'s stream throw and the page is fetched again: <b>consume may run again for the same page
    /// and must then discard what it had</b>. After consume has returned, <c>complete</c> is called exactly once per page, in page order, with the
    /// locator from which to go on (null after the last): commit there. Pages may be consumed up to Parallelism at a time.
    /// A result without rows is one page, whose content may be a header line or nothing at all.
    /// </summary>
    /// <param name="job">The job; one that has not ended is waited for.</param>
    /// <param name="options">Where to start, page size, parallelism.</param>
    /// <param name="consume">Reads one page.</param>
    /// <param name="complete">Commits one page.</param>
    /// <param name="cancellationToken">Cancels between and within pages; what was completed stays completed.</param>
    /// <returns>Number of records over all pages read.</returns>
    /// <exception cref="BulkJobFailedException">The job is Failed or Aborted: it has no results.</exception>
    /// <exception cref="ForceException">
    /// Code <c>INCOMPLETE_RESULT</c> if a page stays wrong however often it is fetched, or if the pages, read from the start, have not as many rows
    /// as the job's <c>numberRecordsProcessed</c>.
    /// </exception>
    public async Task<long> ReadPagesAsync<TPage>(
        BulkJob job,
        PageReadOptions options,
        Func<ResultPage, CancellationToken, Task<TPage>> consume,
        Func<ResultPage, TPage, CancellationToken, Task> complete,
        CancellationToken cancellationToken)
    {
        var ended = job.HasEnded ? job : await WaitAsync(job.Id, null, cancellationToken).ConfigureAwait(false);
        if (ended.State != BulkJobState.JobComplete)
        {
            throw new BulkJobFailedException(
                $"Query job {ended.Id} is {ended.State} and has no results{(ended.ErrorMessage is null ? "." : ": " + ended.ErrorMessage)}", JobErrors.Code(ended), ended.Id);
        }

        var records = await new PageReader<TPage>(jobs, ended, options, consume, complete).ReadAsync(cancellationToken).ConfigureAwait(false);
        if (options.StartLocator is null && ended.HasCount && records != ended.NumberRecordsProcessed)
        {
            throw new ForceException(
                $"The pages of job {ended.Id} have {records} rows, the org processed {ended.NumberRecordsProcessed}. Run the query again.", ForceErrorCodes.IncompleteResult);
        }

        return records;
    }

    /// <summary>Aborts a job that has not ended; one that has is returned as it is.</summary>
    public Task<BulkJob> AbortAsync(string jobId, CancellationToken cancellationToken) =>
        jobs.SetStateAsync(jobId, "Aborted", static job => job.HasEnded, cancellationToken);

    /// <summary>Deletes an ended job and its results; a job that is gone already is fine.</summary>
    public Task DeleteAsync(string jobId, CancellationToken cancellationToken) => jobs.DeleteAsync(jobId, cancellationToken);

    /// <summary>All query jobs this user may see.</summary>
    public IAsyncEnumerable<BulkJob> ListAsync(CancellationToken cancellationToken) => jobs.ListAsync(cancellationToken);

    private async Task<BulkJob?> RemoveAsync(BulkJob orphan, CancellationToken cancellationToken)
    {
        try
        {
            if (!orphan.HasEnded)
            {
                await AbortAsync(orphan.Id, cancellationToken).ConfigureAwait(false);
            }

            await DeleteAsync(orphan.Id, cancellationToken).ConfigureAwait(false);
        }
        catch (ForceException e) when (e is not ForceAuthenticationException)
        {
            // An orphan query changes nothing in the org and is removed by it after 7 days: not worth failing for.
            System.Diagnostics.Activity.Current?.AddEvent(new System.Diagnostics.ActivityEvent("orphan query job left: " + e.ErrorCode));
        }

        return null;
    }
}
