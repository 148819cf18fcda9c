using System.Globalization;
using Microsoft.Extensions.Logging;
using Salesforce.Force.Bulk;
using Salesforce.Force.Errors;

namespace DataMigrator.Loading;

/// <summary>Takes one job through the org: create, upload, close, wait, collect. Its id and every step are durable before the next request.</summary>
internal sealed class JobRunner(RunContext run, JobStore store, JobCollector collector, LoadGate gate)
{
    /// <summary>
    /// Jobs failing one after the other without a single row done. Halving 100,000 rows down to one bad row takes at most 17 in succession; beyond twice
    /// that, the cause is not in the rows.
    /// </summary>
    private const int HopelessAfter = 34;

    private readonly BulkIngestClient ingest = run.Target.BulkIngest;
    private readonly JobContent content = new(run.Staging, run.Mapping);
    private int fruitless;

    /// <summary>Runs the job; if it fails as a whole, what it didn't get to runs in halves until the bad rows stand alone.</summary>
    /// <param name="report">Called after each job that has its results in the books.</param>
    /// <exception cref="LoadingStoppedException">No row can succeed now.</exception>
    public async Task RunAsync(IngestJob job, Action<JobOutcome> report, CancellationToken cancellationToken)
    {
        await gate.PassAsync(job, cancellationToken).ConfigureAwait(false);
        var externalId = job.Operation == IngestOperation.Upsert ? run.Mapping.ExternalIdField : null;
        var created = await ingest.CreateAsync(new IngestRequest("VoiceCall", job.Operation, externalId), cancellationToken).ConfigureAwait(false);
        job = await store.OpenedAsync(job, created.Id, cancellationToken).ConfigureAwait(false);
        try
        {
            job = await SubmitAsync(job, cancellationToken).ConfigureAwait(false);
        }
        catch (ForceException refused) when (refused is { IsAmbiguous: false, HttpStatus: 400 or 409 })
        {
            // Aborted by a person while it was being filled: then it has ended, and is collected like any other that has.
            if (await ingest.GetAsync(created.Id, cancellationToken).ConfigureAwait(false) is not { State: BulkJobState.Aborted })
            {
                throw;
            }
        }

        var remote = await ingest.WaitAsync(job.RemoteId!, progress: null, cancellationToken).ConfigureAwait(false);
        job = await store.MoveAsync(job, JobState.Ended, cancellationToken).ConfigureAwait(false);
        var outcome = await collector.CollectAsync(job, remote, cancellationToken).ConfigureAwait(false);
        report(outcome);
        run.Log.LogInformation(
            "Job {Job} ({Remote}, {Operation}, {Rows} rows) ended as {State}: {Succeeded} done, {Retry} to send again, {Failed} failed",
            job.Id, remote.Id, job.Operation, job.Rows, remote.State, outcome.Succeeded, outcome.Retry, outcome.Failed);
        await FollowUpAsync(job, remote, outcome, report, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IngestJob> SubmitAsync(IngestJob job, CancellationToken cancellationToken)
    {
        await ingest.UploadAsync(job.RemoteId!, content.For(job), cancellationToken).ConfigureAwait(false);
        job = await store.MoveAsync(job, JobState.Uploaded, cancellationToken).ConfigureAwait(false);
        await ingest.CloseAsync(job.RemoteId!, cancellationToken).ConfigureAwait(false);
        return await store.MoveAsync(job, JobState.Closed, cancellationToken).ConfigureAwait(false);
    }

    private async Task FollowUpAsync(IngestJob job, BulkJob remote, JobOutcome outcome, Action<JobOutcome> report, CancellationToken cancellationToken)
    {
        if (outcome.Stop is { } stop)
        {
            var reason = stop.Code == "STORAGE_LIMIT_EXCEEDED" ? StopReason.Storage : StopReason.Quota;
            throw new LoadingStoppedException(reason, $"The target org refuses more rows: {stop.Code} ({stop.Message}). Make room or wait.");
        }

        if (remote.State == BulkJobState.Aborted)
        {
            throw new LoadingStoppedException(StopReason.Aborted, $"Bulk job {remote.Id} was aborted in the target org.");
        }

        if (remote.State != BulkJobState.Failed)
        {
            Volatile.Write(ref fruitless, 0);
            return;
        }

        switch (JobErrors.Classify(remote.ErrorMessage))
        {
            case JobErrorKind.Quota:
                throw new LoadingStoppedException(StopReason.Quota, $"The target org's Bulk allowance is used up: {remote.ErrorMessage}. It comes back within 24 hours.");
            case JobErrorKind.Configuration:
                throw new LoadingStoppedException(StopReason.Configuration, $"The target org refuses the job whatever its rows: {remote.ErrorMessage}. 'datamigrator check' tells which field or permission is missing.");
            default:
                await TakeApartAsync(job, remote, outcome, report, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private async Task TakeApartAsync(IngestJob job, BulkJob remote, JobOutcome outcome, Action<JobOutcome> report, CancellationToken cancellationToken)
    {
        if (outcome.Succeeded + outcome.Failed > 0)
        {
            Volatile.Write(ref fruitless, 0);
        }
        else if (Interlocked.Increment(ref fruitless) > HopelessAfter)
        {
            throw new LoadingStoppedException(StopReason.Configuration, string.Create(
                CultureInfo.InvariantCulture, $"{HopelessAfter} jobs in succession failed without one row done, the last with: {remote.ErrorMessage}. The cause is not in the rows."));
        }

        if (outcome.Unprocessed.Count == 0)
        {
            return;
        }

        var half = (outcome.Unprocessed.Count + 1) / 2;
        foreach (var part in outcome.Unprocessed.Chunk(half))
        {
            var next = await store.AddRowsAsync(job.Operation, job.Round + 1, job.Columns, part, bytes: 0, cancellationToken).ConfigureAwait(false);
            await RunAsync(next, report, cancellationToken).ConfigureAwait(false);
        }
    }
}
