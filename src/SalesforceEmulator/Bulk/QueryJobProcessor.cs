using System.Collections.Concurrent;
using SalesforceEmulator.Endpoints;
using SalesforceEmulator.Faults;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <summary>Makes query jobs, lets them take their time, and keeps their rows.</summary>
internal sealed class QueryJobProcessor(Site site) : IAsyncDisposable
{
    private readonly BackgroundWork work = new();
    private readonly ConcurrentDictionary<string, IQueryResult> results = new(StringComparer.Ordinal);

    /// <summary>The query runs at once, on the org as it is now: refusals come with the answer, and the rows are a snapshot.</summary>
    /// <exception cref="OrgRequestException">What Bulk refuses, or the day's jobs are used up.</exception>
    public BulkJob Create(JobRequest request, string soql, string apiVersion)
    {
        var rows = site.Org.Query(soql, Scope(request.Operation!));
        site.Limits.TakeQueryJob();
        var now = site.Clock.GetUtcNow();
        var job = new BulkJob
        {
            Id = WireId.New("750"),
            Kind = JobKind.Query,
            Operation = request.Operation!,
            Object = rows.SObject,
            CreatedById = site.Org.IntegrationUserId,
            CreatedDate = now,
            SystemModstamp = now,
            ApiVersion = apiVersion,
            Soql = soql,
            Delimiter = request.Delimiter,
            Crlf = request.Crlf,
            State = JobState.UploadComplete,
        };
        results[job.Id] = rows;
        site.Jobs.Add(job);
        job.Processing = work.Start(stop => ProcessAsync(job, stop));
        return job;
    }

    /// <summary>Takes up the jobs that were under way when the org last stopped.</summary>
    public void Resume()
    {
        foreach (var job in site.Jobs.All.Where(j => j.Kind == JobKind.Query && !j.IsOver))
        {
            job.Processing = work.Start(stop => ProcessAsync(job, stop));
        }
    }

    /// <summary>The rows of a completed job.</summary>
    /// <exception cref="OrgRequestException">Not complete, or after a restart the org has changed.</exception>
    public IQueryResult Rows(BulkJob job)
    {
        lock (job.Gate)
        {
            if (job.State != JobState.JobComplete)
            {
                throw new OrgRequestException(400, "INVALIDJOBSTATE", $"Results are available only when the job is complete; its state is {job.State}");
            }
        }

        var rows = results.GetOrAdd(job.Id, _ => site.Org.Query(job.Soql!, Scope(job.Operation)));
        return rows.Count == job.Processed
            ? rows
            : throw new OrgRequestException(404, "NOT_FOUND", "The requested resource does not exist");
    }

    public void Forget(BulkJob job) => results.TryRemove(job.Id, out _);

    public ValueTask DisposeAsync() => work.DisposeAsync();

    private async Task ProcessAsync(BulkJob job, CancellationToken stop)
    {
        var started = site.Clock.GetTimestamp();
        try
        {
            await Task.Delay(site.Options.JobDelay, site.Clock, stop);
            if (!site.Jobs.ChangeUnlessOver(job, j => j.State = JobState.InProgress))
            {
                return;
            }

            await Task.Delay(site.Options.JobDelay, site.Clock, stop);
            var rows = results.GetOrAdd(job.Id, _ => site.Org.Query(job.Soql!, Scope(job.Operation)));
            var fault = site.Faults.ForJob(job.Object, job.Operation).FirstOrDefault(f => f.Action == FaultAction.FailJob);
            site.Jobs.ChangeUnlessOver(job, j =>
            {
                j.ProcessingTime = (long)Math.Max(1, site.Clock.GetElapsedTime(started).TotalMilliseconds);
                j.ErrorMessage = fault is null ? null : fault.Message ?? "InternalServerError : Retried more than 15 times";
                j.Processed = fault is null ? rows.Count : 0;

                // Last: who sees the job complete must see all of it.
                j.State = fault is null ? JobState.JobComplete : JobState.Failed;
            });
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The job file still says where it stood; Resume goes on from there.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            site.Jobs.ChangeUnlessOver(job, j =>
            {
                j.State = JobState.Failed;
                j.ErrorMessage = $"{(e is OrgRequestException ? "ClientInputError" : "Unknown")} : {e.Message}";
            });
        }
    }

    private static QueryScope Scope(string operation) => operation == "queryAll" ? QueryScope.BulkAll : QueryScope.Bulk;
}
