using Microsoft.Extensions.Logging;
using Salesforce.Force.Bulk;
using Salesforce.Force.Errors;

namespace DataMigrator.Loading;

/// <summary>
/// At the start: what became of jobs that an interrupted start, of this or an earlier run, left behind. Results that the org has, or will have, are collected;
/// no row is compared or sent again before the org or the target has told what happened to it. A dry run leaves jobs of which nothing was processed as they are.
/// </summary>
internal sealed class JobRecovery(RunContext run, JobStore store, JobCollector collector)
{
    /// <summary>An answer that got lost belongs to a request that took no longer than this, retries included (ResilienceOptions.MaxElapsed).</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private readonly BulkIngestClient ingest = run.Target.BulkIngest;

    /// <returns>Jobs settled.</returns>
    public async Task<int> SettleAsync(CancellationToken cancellationToken)
    {
        var settled = 0;
        foreach (var job in await store.UnsettledAsync().ConfigureAwait(false))
        {
            run.Log.LogInformation("Settling job {Job} ({Remote}), left as {State}", job.Id, job.RemoteId, job.State);
            settled += await SettleAsync(job, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        return settled;
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

    private async Task<bool> SettleAsync(IngestJob job, CancellationToken cancellationToken)
    {
        var remote = job.RemoteId is null ? null : await FindAsync(job.RemoteId, cancellationToken).ConfigureAwait(false);
        if ((job.RemoteId is null || remote is { State: BulkJobState.Open }) && !run.Execute)
        {
            // Nothing of it was processed: its rows are as they were.
            return false;
        }

        if (job.RemoteId is null)
        {
            await AbortOrphansAsync(job, cancellationToken).ConfigureAwait(false);
            await AbandonAsync(job, cancellationToken).ConfigureAwait(false);
            return true;
        }

        if (remote is { State: BulkJobState.Open })
        {
            if (job is not { State: JobState.Uploaded, Operation: IngestOperation.Upsert } || job.Run != run.Number)
            {
                // Whether an upload came through may be unknown, but an Open job has processed nothing: its rows are free. Only creates are gone on with: what changes or
                // deletes is planned anew, perhaps with replacing no longer allowed.
                await ingest.AbortAsync(remote.Id, cancellationToken).ConfigureAwait(false);
                await AbandonAsync(job, cancellationToken).ConfigureAwait(false);
                return true;
            }

            remote = await ingest.CloseAsync(remote.Id, cancellationToken).ConfigureAwait(false);
        }

        if (remote is { HasEnded: false })
        {
            remote = await ingest.WaitAsync(remote.Id, progress: null, cancellationToken).ConfigureAwait(false);
        }

        // However it ended, and whoever ended it: what it did is in its results and in the target, which still knows when the org has forgotten the job. What it didn't is
        // sent again by the load that follows.
        await collector.CollectAsync(job, remote, cancellationToken).ConfigureAwait(false);
        return true;
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
