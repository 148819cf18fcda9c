using System.Runtime.CompilerServices;
using DataMigrator.Staging;
using Salesforce.Force.Bulk;

namespace DataMigrator.Loading;

/// <summary>
/// <c>rollback --run ID</c>: deletes through Bulk the calls that a run created first, also where they were replaced since, and nothing else. A call that somebody
/// edited since is refused unless forced; one that was there before the run stays, as the run left it. Resumable: what is deleted is marked so in the books, and jobs left in the org are settled first. Needs Modify All Data (Object Reference, VoiceCall).
/// </summary>
/// <param name="run">The run that deletes; may be the one to be undone.</param>
/// <param name="undo">run.number whose calls go.</param>
/// <param name="undoId">run.id of it, for the result.</param>
internal sealed class Rollback(RunContext run, long undo, string undoId, bool force)
{
    private readonly JobStore store = new(run.Staging, run.Time, run.Number);
    private readonly UndoList list = new(run, undo, force);

    /// <summary>Without <c>Execute</c>: what would be deleted, refused, and is gone already.</summary>
    /// <exception cref="LoadingStoppedException">As in loading.</exception>
    public async Task<RollbackResult> RunAsync(CancellationToken cancellationToken)
    {
        using var gate = new LoadGate(run, store, why => run.Progress.Report(new StageProgress("rollback", 0, null, why)));
        if (run.Execute)
        {
            await OpenJobs.SettleAsync(run, cancellationToken).ConfigureAwait(false);
        }

        await list.FillAsync(cancellationToken).ConfigureAwait(false);
        var counts = await list.CountAsync(cancellationToken).ConfigureAwait(false);
        if (!run.Execute)
        {
            return Result(counts, new UndoProgress(0, 0), stillThere: 0, []);
        }

        await list.BeginAsync(cancellationToken).ConfigureAwait(false);
        await DeleteAsync(gate, counts.ToDelete, cancellationToken).ConfigureAwait(false);
        var progress = await list.ProgressAsync(cancellationToken).ConfigureAwait(false);
        var stillThere = await list.CountStillThereAsync(cancellationToken).ConfigureAwait(false);
        using var staging = run.Staging.OpenReader();
        return Result(counts, progress, stillThere, LoadingBooks.Errors(staging, run.Number, IngestJob.Name(IngestOperation.Delete)));
    }

    private RollbackResult Result(UndoCounts counts, UndoProgress progress, long stillThere, IReadOnlyList<ErrorCount> errors) => new(
        undoId, run.Execute, counts.Found, progress.Deleted, counts.Gone, counts.Refused, progress.Failed, counts.ToDelete - progress.Deleted - progress.Failed,
        stillThere, list.Refused, errors, counts.ThereBefore, counts.DeletedEarlier, counts.NotReplaced);

    private async Task DeleteAsync(LoadGate gate, long total, CancellationToken cancellationToken)
    {
        long done = 0;
        var runner = new JobRunner(run, store, new JobCollector(run, store), gate);
        var crew = new JobCrew(runner, Math.Max(1, run.Settings.Parallelism), outcome =>
            run.Progress.Report(new StageProgress("rollback", Interlocked.Add(ref done, outcome.Succeeded + outcome.Failed), total, gate.Note)));
        for (var (round, jobs) = (0, 1); jobs > 0; round++)
        {
            if (round > 1)
            {
                await Task.Delay(run.Settings.RetryDelay * Math.Min(1 << round, 32), run.Time, cancellationToken).ConfigureAwait(false);
            }

            jobs = await crew.RunAsync(JobsAsync(round, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>First what was not sent yet, then what failed for a while, a tenth at a time.</summary>
    private async IAsyncEnumerable<IngestJob> JobsAsync(int round, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var state = round == 0 ? CallState.Pending : CallState.Retry;
        var size = Math.Max(1, round == 0 ? run.Settings.RowsPerJob : Math.Max(Math.Min(200, run.Settings.RowsPerJob), run.Settings.RowsPerJob / 10));
        var after = "";
        while (await list.NextAsync(state, after, size, cancellationToken).ConfigureAwait(false) is { Count: > 0 } ids)
        {
            after = ids[^1];
            yield return await store.AddRowsAsync(IngestOperation.Delete, round, ["Id"], ids, ids.Count * 19L, cancellationToken).ConfigureAwait(false);
        }
    }
}
