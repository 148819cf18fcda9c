using Microsoft.Extensions.Logging;
using Salesforce.Force.Bulk;
using Salesforce.Force.Errors;

namespace DataMigrator.Loading;

/// <summary>
/// At the start of a load: what became of jobs that an interrupted start, of this or an earlier run, left behind. Results that the org has are collected;
/// no row is sent again before the org or the target has told what happened to it.
/// </summary>
internal sealed class JobRecovery(RunContext run, JobStore store, JobRunner runner, JobCollector collector)
{
    /// <summary>An answer that got lost belongs to a request that took no longer than this, retries included (ResilienceOptions.MaxElapsed).</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private readonly BulkIngestClient ingest = run.Target.BulkIngest;

    /// <returns>Jobs settled.</returns>
    public async Task<int> SettleAsync(Action<JobOutcome> report, CancellationToken cancellationToken)
    {
        var jobs = await store.UnsettledAsync().ConfigureAwait(false);
        foreach (var job in jobs)
        {
            run.Log.LogInformation("Settling job {Job} ({Remote}), left as {State}", job.Id, job.RemoteId, job.State);
            if (job.RemoteId is null)
            {
                await AbortOrphansAsync(job, cancellationToken).ConfigureAwait(false);
                await AbandonAsync(job, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await SettleAsync(job, report, cancellationToken).ConfigureAwait(false);
            }
        }

        return jobs.Count;
    }

    private async Task SettleAsync(IngestJob job, Action<JobOutcome> report, CancellationToken cancellationToken)
    {
        BulkJob remote;
        try
        {
            remote = await ingest.GetAsync(job.RemoteId!, cancellationToken).ConfigureAwait(false);
        }
        catch (ForceException error) when (error.ErrorCode == "NOT_FOUND")
        {
            // Salesforce removes jobs after 7 days. The target itself still knows.
            report(await collector.CollectAsync(job, remote: null, cancellationToken).ConfigureAwait(false));
            return;
        }

        if (remote.State == BulkJobState.Open && job.State == JobState.Open)
        {
            // Whether the upload came through is unknown, but an Open job has processed nothing: its rows are free.
            await ingest.AbortAsync(remote.Id, cancellationToken).ConfigureAwait(false);
            await AbandonAsync(job, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (job.Run != run.Number && !remote.HasEnded && remote.State != BulkJobState.Open)
        {
            remote = await ingest.WaitAsync(remote.Id, progress: null, cancellationToken).ConfigureAwait(false);
        }

        if (job.Run != run.Number && remote.State == BulkJobState.Open)
        {
            // An earlier run's, never started: this run plans its own jobs.
            await ingest.AbortAsync(remote.Id, cancellationToken).ConfigureAwait(false);
            await AbandonAsync(job, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (remote.State == BulkJobState.Aborted || job.Run != run.Number)
        {
            // By a person, or by us before we could write it down; or an earlier run's. What it did is in its results and in the target.
            report(await collector.CollectAsync(job, remote, cancellationToken).ConfigureAwait(false));
            return;
        }

        var state = remote.State == BulkJobState.Open ? JobState.Uploaded : remote.HasEnded ? JobState.Ended : JobState.Closed;
        await runner.FinishAsync(job with { State = state }, report, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The process ended between the org's creating a job and our storing its id: that job is empty, and Open until somebody aborts it.</summary>
    private async Task AbortOrphansAsync(IngestJob job, CancellationToken cancellationToken)
    {
        var session = await run.Target.LoginAsync(cancellationToken).ConfigureAwait(false);
        var known = await store.KnownRemoteIdsAsync().ConfigureAwait(false);
        var planned = await store.PlannedAtAsync(job).ConfigureAwait(false) + run.Target.ClockSkew;
        await foreach (var remote in ingest.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (remote.State == BulkJobState.Open && remote.Object == "VoiceCall" && remote.Operation == IngestJob.Name(job.Operation) && !known.Contains(remote.Id)
                && remote.CreatedDate >= planned.AddSeconds(-2) && remote.CreatedDate <= planned + Longest && SameUser(remote.CreatedById, session.UserId))
            {
                run.Log.LogWarning("Aborting {Remote}: created by this run, which ended before it could store the id", remote.Id);
                await ingest.AbortAsync(remote.Id, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool SameUser(string? a, string b) => a is { Length: >= 15 } && b.Length >= 15 && a.AsSpan(0, 15).SequenceEqual(b.AsSpan(0, 15));

    private async Task AbandonAsync(IngestJob job, CancellationToken cancellationToken)
    {
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        store.Settle(scope, job, JobState.Abandoned, remote: null, error: null);
        scope.Commit();
    }
}
