using System.Buffers;
using System.Text.Json;
using Salesforce.Force.Errors;
using Salesforce.Force.Http;
using Salesforce.Force.Resilience;

namespace Salesforce.Force.Bulk;

/// <summary>Bulk API 2.0 ingest jobs (<c>/jobs/ingest</c>).</summary>
public sealed class BulkIngestClient
{
    private readonly JobEndpoint jobs;
    private readonly JobCreation creation;

    internal BulkIngestClient(JobEndpoint jobs, JobCreation creation)
    {
        this.jobs = jobs;
        this.creation = creation;
    }

    /// <summary>
    /// Creates a job in state Open. A lost answer is settled by asking the org's job list; never created twice. An Open job of the same object and
    /// operation, created meanwhile by this user and not known to this client, is the one whose answer was lost: it is adopted.
    /// </summary>
    /// <exception cref="ForceException">The org refused; its code, such as <c>INVALIDENTITY</c> or <c>FEATURENOTENABLED</c>.</exception>
    public Task<BulkJob> CreateAsync(IngestRequest request, CancellationToken cancellationToken)
    {
        var operation = Name(request.Operation);
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("object", request.Object);
            json.WriteString("operation", operation);
            if (request.ExternalIdFieldName is not null)
            {
                json.WriteString("externalIdFieldName", request.ExternalIdFieldName);
            }

            json.WriteString("contentType", "CSV");
            json.WriteString("lineEnding", "LF");
            json.WriteString("columnDelimiter", "COMMA");
            json.WriteEndObject();
        }

        return creation.CreateAsync(
            body.WrittenMemory,
            job => job.State == BulkJobState.Open
                && string.Equals(job.Operation, operation, StringComparison.OrdinalIgnoreCase)
                && string.Equals(job.Object, request.Object, StringComparison.OrdinalIgnoreCase)
                && (job.ExternalIdFieldName is null || string.Equals(job.ExternalIdFieldName, request.ExternalIdFieldName, StringComparison.OrdinalIgnoreCase)),
            static (orphan, _) => Task.FromResult<BulkJob?>(orphan),
            cancellationToken);
    }

    /// <summary>Uploads the CSV. A retried PUT sends the whole body again; if the org says that it has a content already, the first one counted.</summary>
    /// <exception cref="ForceException">
    /// Code <c>CONTENT_TOO_LARGE</c> above <see cref="IngestContent.MaxBytes"/>, <c>CONTENT_EMPTY</c> if nothing was written; otherwise the org's.
    /// </exception>
    public async Task UploadAsync(string jobId, IngestContent content, CancellationToken cancellationToken)
    {
        if (content.Length > IngestContent.MaxBytes)
        {
            throw IngestHttpContent.TooLarge();
        }

        IngestHttpContent? current = null;
        var attempts = 0;
        var request = new ForceRequest(jobs.Operation("upload"), HttpMethod.Put, jobs.Path(jobId) + "/batches", RequestKind.Transfer)
        {
            Content = () =>
            {
                attempts++;
                return current = new IngestHttpContent(content, cancellationToken);
            },
        };
        try
        {
            await jobs.Http.SendAsync(request, static (_, _) => Task.FromResult(true), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (current?.SourceFailure is { } failure)
        {
            // What failed was writing the body, not sending it.
            failure.Throw();
            throw;
        }
        catch (ForceException e) when (e is { IsTransient: false, HttpStatus: 400 or 409 or 412 or 422 })
        {
            if (!await HasContentAsync(jobId, e, attempts > 1, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }
        }
    }

    /// <summary>PATCH state UploadComplete: the org starts to process. Already closed is fine.</summary>
    public Task<BulkJob> CloseAsync(string jobId, CancellationToken cancellationToken) => jobs.SetStateAsync(
        jobId, "UploadComplete", static job => job.State is not (BulkJobState.Open or BulkJobState.Aborted), cancellationToken);

    /// <summary>The job as it is now.</summary>
    /// <exception cref="ForceException">Code <c>NOT_FOUND</c> if it is gone.</exception>
    public Task<BulkJob> GetAsync(string jobId, CancellationToken cancellationToken) => jobs.GetAsync(jobId, cancellationToken);

    /// <summary>Polls until the job has ended, in whatever state.</summary>
    public Task<BulkJob> WaitAsync(string jobId, IProgress<BulkJob>? progress, CancellationToken cancellationToken) => jobs.WaitAsync(jobId, progress, cancellationToken);

    /// <summary>
    /// Streams one result set as UTF-8 CSV. <paramref name="consume"/> runs again from the start after a cut and must then discard what it had.
    /// Columns: <c>sf__Id, sf__Created</c> or <c>sf__Id, sf__Error</c>, then those uploaded; unprocessed: those uploaded alone. Order is the org's.
    /// </summary>
    public Task<T> ReadResultsAsync<T>(string jobId, IngestResultSet set, Func<Stream, CancellationToken, Task<T>> consume, CancellationToken cancellationToken)
    {
        var name = set switch
        {
            IngestResultSet.Successful => "successfulResults",
            IngestResultSet.Failed => "failedResults",
            _ => "unprocessedrecords",
        };
        var request = new ForceRequest(jobs.Operation(name), HttpMethod.Get, $"{jobs.Path(jobId)}/{name}", RequestKind.Transfer) { Accept = "text/csv" };
        return PageFetch.RunAsync(
            jobs, request, $"{name} of job {jobId}", (_, content, attempt) => consume(content, attempt), static _ => { }, mayBeEmpty: true, cancellationToken);
    }

    /// <summary>Aborts; rows already processed stay. A job that has ended is returned as it is.</summary>
    public Task<BulkJob> AbortAsync(string jobId, CancellationToken cancellationToken) =>
        jobs.SetStateAsync(jobId, "Aborted", static job => job.HasEnded, cancellationToken);

    /// <summary>Deletes an ended job; gone already is fine.</summary>
    public Task DeleteAsync(string jobId, CancellationToken cancellationToken) => jobs.DeleteAsync(jobId, cancellationToken);

    /// <summary>All ingest jobs this user may see.</summary>
    public IAsyncEnumerable<BulkJob> ListAsync(CancellationToken cancellationToken) => jobs.ListAsync(cancellationToken);

    /// <summary>
    /// Salesforce refuses a second content with a text ("Found multiple contents for job …") under a code that is not documented; the job's state says
    /// it as well once it was closed. A body that was sent before and is refused now, by a job still open, is refused because the first one is there.
    /// </summary>
    private async Task<bool> HasContentAsync(string jobId, ForceException refusal, bool sentBefore, CancellationToken cancellationToken)
    {
        if (refusal.Message.Contains("multiple content", StringComparison.OrdinalIgnoreCase) || refusal.Message.Contains("already", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var job = await GetAsync(jobId, cancellationToken).ConfigureAwait(false);
        return job.State is BulkJobState.UploadComplete or BulkJobState.InProgress or BulkJobState.JobComplete || (sentBefore && job.State == BulkJobState.Open);
    }

    private static string Name(IngestOperation operation) => operation switch
    {
        IngestOperation.Insert => "insert",
        IngestOperation.Update => "update",
        IngestOperation.Upsert => "upsert",
        IngestOperation.Delete => "delete",
        IngestOperation.HardDelete => "hardDelete",
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };
}
