using System.Collections.Concurrent;
using SalesforceEmulator.Endpoints;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <summary>A Bulk API 1 query job. Kept in memory only.</summary>
internal sealed record AsyncJob(string Id, string Operation, string Object, string CreatedById, DateTimeOffset CreatedDate, string ApiVersion)
{
    public string State { get; set; } = "Open";

    public ConcurrentDictionary<string, AsyncBatch> Batches { get; } = new(StringComparer.Ordinal);
}

/// <param name="Rows">Null when the query was refused; <paramref name="Error"/> says why.</param>
internal sealed record AsyncBatch(string Id, string JobId, string ResultId, DateTimeOffset CreatedDate, IQueryResult? Rows, string? Error);

internal sealed class AsyncJobs(IOrg org, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, AsyncJob> jobs = new(StringComparer.Ordinal);

    public AsyncJob Add(string operation, string sobject, string userId, string apiVersion)
    {
        var job = new AsyncJob(WireId.New("750"), operation, sobject, userId, clock.GetUtcNow(), apiVersion);
        jobs[job.Id] = job;
        return job;
    }

    public AsyncJob? Find(string id) => jobs.GetValueOrDefault(id.Length == 15 ? WireId.With18(id) : id);

    /// <summary>Runs the query; one that is refused makes a failed batch, as in Bulk API 1.</summary>
    public AsyncBatch AddBatch(AsyncJob job, string soql)
    {
        IQueryResult? rows = null;
        string? error = null;
        try
        {
            rows = org.Query(soql, job.Operation == "queryAll" ? QueryScope.BulkAll : QueryScope.Bulk);
        }
        catch (OrgRequestException e)
        {
            error = $"InvalidBatch : Failed to process query: {e.ErrorCode}: {e.Message}";
        }

        var batch = new AsyncBatch(WireId.New("751"), job.Id, WireId.New("752"), clock.GetUtcNow(), rows, error);
        job.Batches[batch.Id] = batch;
        return batch;
    }
}
