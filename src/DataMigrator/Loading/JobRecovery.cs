using Microsoft.Extensions.Logging;
using Salesforce.Force.Bulk;
using Salesforce.Force.Errors;

namespace DataMigrator.Loading;

/// <summary>
/// At the start of a load: what became of jobs that an interrupted start, of this or an earlier run, left behind. Results that the org has are collected;
/// no row is sent again before the org or the target has told what happened to it.
/// </summary>
internal sealed class JobRecovery(RunContext run, JobStore store, JobCollector collector)
{
    /// <summary>An answer that got lost belongs to a request that took no longer than this, retries included (ResilienceOptions.MaxElapsed).</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private readonly BulkIngestClient ingest = run.Target.BulkIngest;

    /// <returns>Jobs settled.</returns>
    public async Task<int> SettleAsync(CancellationToken cancellationToken)
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
                await SettleAsync(job, cancellationToken).ConfigureAwait(false);
            }
        }

        return jobs.Count;
    }

    /// <returns>Jobs whose results are in the books now; the others were not touched.</returns>
    public async Task<int> CollectEndedAsync(CancellationToken cancellationToken)
    {
        var collected = 0;
        foreach (var job in await store.UnsettledAsync().ConfigureAwait(false))
        {
            if (job.RemoteId is null)
            {
                continue;
            }

            var remote = await FindAsync(job.RemoteId, cancellationToken).ConfigureAwait(false);
            if (remote is null or { HasEnded: true })
            {
                await collector.CollectAsync(job, remote, cancellationToken).ConfigureAwait(false);
                collected++;
            }
        }

        return collected;
    }

    /// <returns>Null if the org no longer has it: Salesforce removes jobs after 7 days.</returns>
    private async Task<BulkJob?> FindAsync(string remoteId, CancellationToken cancellationToken)
    {
        try
        {
            return await ingest.GetAsync(remoteId, cancellationToken).ConfigureAwait(false);
        }
        catch (ForceException error) when (error.ErrorCode == "NOT_FOUND")
        {
            return null;
        }
    }

    private async Task SettleAsync(IngestJob job, CancellationToken cancellationToken)
    {
        var remote = await FindAsync(job.RemoteId!, cancellationToken).ConfigureAwait(false);
        if (remote is null)
        {
            // The target itself still knows.
            await collector.CollectAsync(job, remote: null, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (remote.State == BulkJobState.Open)
        {
            if (job.State != JobState.Uploaded || job.Run != run.Number)
            {
                // Whether an upload came through may be unknown, but an Open job has processed nothing: its rows are free.
                await ingest.AbortAsync(remote.Id, cancellationToken).ConfigureAwait(false);
                await AbandonAsync(job, cancellationToken).ConfigureAwait(false);
                return;
            }

            remote = await ingest.CloseAsync(remote.Id, cancellationToken).ConfigureAwait(false);
        }

        if (!remote.HasEnded)
        {
            remote = await ingest.WaitAsync(remote.Id, progress: null, cancellationToken).ConfigureAwait(false);
        }

        // However it ended, and whoever ended it: what it did is in its results and in the target. What it didn't is sent again by the load that follows.
        await collector.CollectAsync(job, remote, cancellationToken).ConfigureAwait(false);
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
