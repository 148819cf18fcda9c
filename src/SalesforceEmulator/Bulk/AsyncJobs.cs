using System.Collections.Concurrent;
using System.Text;
using SalesforceEmulator.Endpoints;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <summary>A Bulk API 1 job. Kept in memory only.</summary>
internal sealed record AsyncJob(string Id, string Operation, string Object, string? ExternalIdFieldName, string CreatedById, DateTimeOffset CreatedDate, string ApiVersion)
{
    public string State { get; set; } = "Open";

    public bool IsQuery => Operation is "query" or "queryAll";

    public ConcurrentDictionary<string, AsyncBatch> Batches { get; } = new(StringComparer.Ordinal);
}

/// <param name="Rows">Of a query; <paramref name="Saved"/> of anything else; neither when the batch was refused, and <paramref name="Error"/> says why.</param>
internal sealed record AsyncBatch(string Id, string JobId, string ResultId, DateTimeOffset CreatedDate, IQueryResult? Rows, AsyncSaved? Saved, string? Error)
{
    public int Processed => Rows?.Count ?? Saved?.Processed ?? 0;

    public int Failed => Saved?.Failed ?? 0;
}

internal sealed class AsyncJobs(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, AsyncJob> jobs = new(StringComparer.Ordinal);

    public AsyncJob Add(string operation, string sobject, string? externalIdFieldName, string userId, string apiVersion)
    {
        var job = new AsyncJob(WireId.New("750"), operation, sobject, externalIdFieldName, userId, clock.GetUtcNow(), apiVersion);
        jobs[job.Id] = job;
        return job;
    }

    public AsyncJob? Find(string id) => jobs.GetValueOrDefault(WireId.Full(id));

    /// <summary>Runs the query or saves the rows; what is refused as a whole makes a failed batch, as in Bulk API 1.</summary>
    public async Task<AsyncBatch> AddBatchAsync(Site site, AsyncJob job, byte[] body, CancellationToken cancellationToken)
    {
        IQueryResult? rows = null;
        AsyncSaved? saved = null;
        string? error = null;
        try
        {
            if (job.IsQuery)
            {
                rows = site.Org.Query(Encoding.UTF8.GetString(body), job.Operation == "queryAll" ? QueryScope.BulkAll : QueryScope.Bulk);
            }
            else
            {
                saved = await AsyncIngest.SaveAsync(site, job, body, cancellationToken);
            }
        }
        catch (OrgRequestException e)
        {
            error = job.IsQuery ? $"InvalidBatch : Failed to process query: {e.ErrorCode}: {e.Message}" : e.Message;
        }

        var batch = new AsyncBatch(WireId.New("751"), job.Id, WireId.New("752"), clock.GetUtcNow(), rows, saved, error);
        job.Batches[batch.Id] = batch;
        return batch;
    }
}
