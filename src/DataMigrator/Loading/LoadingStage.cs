using System.Globalization;
using Dapper;
using DataMigrator.Staging;

namespace DataMigrator.Loading;

/// <summary>
/// Sends what the plan says, to VoiceCall and nothing else: first creates in key order, updates and deletes of what is replaced; then, round by
/// round, children whose parent has arrived and rows that failed for a while. Interrupted anywhere, the same command goes on.
/// </summary>
internal sealed class LoadingStage
{
    private readonly RunContext run;
    private readonly CallCells? planned;
    private readonly JobStore store;
    private readonly JobPlanner planner;
    private readonly LoadColumns columns;
    private long done;
    private long total;

    /// <param name="planned">The run's calls as the plan stage left them a moment ago; null = they are counted.</param>
    public LoadingStage(RunContext run, CallCells? planned = null)
    {
        (this.run, this.planned) = (run, planned);
        store = new JobStore(run.Staging, run.Time, run.Number);
        columns = new LoadColumns(run.Mapping, run.TargetDescribe);
        planner = new JobPlanner(run, store, columns);
    }

    /// <exception cref="LoadingStoppedException">A quota, full storage, a refused configuration: resumable.</exception>
    public async Task<LoadingResult> RunAsync(CancellationToken cancellationToken)
    {
        PurgedValues.Refuse(run.Staging, run.Number, run.Id);
        var settled = await OpenJobs.SettleAsync(run, cancellationToken).ConfigureAwait(false);
        var cells = await DecidedAsync(settled == 0 ? planned : null, cancellationToken).ConfigureAwait(false);
        if (cells.NothingToDo > 0)
        {
            await MarkNothingToDoAsync(cancellationToken).ConfigureAwait(false);
            cells = Count();
        }

        var waiting = cells.Waiting;
        total = waiting.All;
        await StorageGate.RequireAsync(run, waiting.Creates, cancellationToken).ConfigureAwait(false);

        using var gate = new LoadGate(run, store, why => run.Progress.Report(new StageProgress("load", Interlocked.Read(ref done), total, why)));
        var runner = new JobRunner(run, store, new JobCollector(run, store), gate);
        var crew = new JobCrew(runner, Math.Max(1, run.Settings.Parallelism), outcome => Report(outcome, gate));
        if (waiting.Creates > 0)
        {
            await crew.RunAsync(planner.FirstCreatesAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
            cells = Count();
        }

        for (var (round, jobs) = (0, 1); jobs > 0 || round == 1; round++)
        {
            waiting = cells.Waiting;
            if (waiting.All == 0)
            {
                return Books(cells);
            }

            await BackOffAsync(waiting, round, cancellationToken).ConfigureAwait(false);
            jobs = await RunRoundAsync(crew, waiting, round, cancellationToken).ConfigureAwait(false);
            cells = Count();
        }

        await Orphans.FailAsync(run, columns.CanChain, cancellationToken).ConfigureAwait(false);
        return Books(Count());
    }

    private CallCells Count() => CallCells.Read(run.Staging, run.Number);

    private LoadingResult Books(CallCells cells)
    {
        using var staging = run.Staging.OpenReader();
        return LoadingBooks.Done(staging, run.Number, cells);
    }

    /// <summary>The plan stage normally comes before; what it has not seen is never sent.</summary>
    private async Task<CallCells> DecidedAsync(CallCells? known, CancellationToken cancellationToken)
    {
        var cells = known ?? Count();
        if (cells.Of(CallPlan.Undecided) == 0)
        {
            return cells;
        }

        return await new PlanStage(run).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the plan found in order, blocked or logged by Salesforce Voice itself leaves by its door.</summary>
    private async Task MarkNothingToDoAsync(CancellationToken cancellationToken)
    {
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        await scope.Connection.ExecuteAsync(
            $"""
            UPDATE call SET state = CASE plan WHEN {(int)CallPlan.Blocked} THEN {(int)CallState.Blocked} ELSE {(int)CallState.Unchanged} END, error_code = NULL, error_message = NULL
            WHERE run = @Number AND state IN ({(int)CallState.Pending}, {(int)CallState.Retry}) AND plan IN ({(int)CallPlan.Unchanged}, {(int)CallPlan.Blocked}, {(int)CallPlan.Native})
            """,
            new { run.Number },
            scope.Transaction).ConfigureAwait(false);
        scope.Commit();
    }

    /// <returns>Jobs run; 0 = nothing left that can be sent.</returns>
    private async Task<int> RunRoundAsync(JobCrew crew, WaitingRows waiting, int round, CancellationToken cancellationToken)
    {
        var jobs = 0;
        if (waiting.Updates > 0)
        {
            jobs += await crew.RunAsync(planner.UpdatesAsync(round, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        if (waiting.Deletes > 0)
        {
            jobs += await DeleteAsync(crew, round, cancellationToken).ConfigureAwait(false);
        }

        if (waiting.Creates + waiting.Deletes > 0)
        {
            jobs += await crew.RunAsync(planner.LaterCreatesAsync(round, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        return jobs;
    }

    /// <summary>Deletes what is replaced: first one call alone, the rest when that one is there again.</summary>
    private async Task<int> DeleteAsync(JobCrew crew, int round, CancellationToken cancellationToken)
    {
        var probe = new ReplaceProbe(run);
        var proof = await probe.ProofAsync().ConfigureAwait(false);
        var jobs = 0;
        if (proof == ReplaceProof.None)
        {
            jobs += await crew.RunAsync(planner.DeletesAsync(round, most: 1, cancellationToken), cancellationToken).ConfigureAwait(false);
            jobs += await crew.RunAsync(planner.LaterCreatesAsync(round, cancellationToken), cancellationToken).ConfigureAwait(false);
            proof = await probe.ProofAsync().ConfigureAwait(false);
        }

        if (proof == ReplaceProof.Works)
        {
            return jobs + await crew.RunAsync(planner.DeletesAsync(round, most: null, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        if (proof == ReplaceProof.Refused)
        {
            await probe.GiveUpAsync(cancellationToken).ConfigureAwait(false);
        }

        return jobs;
    }

    /// <summary>Locks pass in seconds to a minute (Bulk API 2.0 guide): wait before rows that failed are sent again, longer each round, with jitter.</summary>
    private async Task BackOffAsync(WaitingRows waiting, int round, CancellationToken cancellationToken)
    {
        if (waiting.Failing == 0)
        {
            return;
        }

        var jitter = 0.75 + (new Random(unchecked((int)run.Number) + round).NextDouble() / 2);
        var pause = run.Settings.RetryDelay * Math.Min(1 << Math.Min(round, 5), 32) * jitter;
        run.Progress.Report(new StageProgress("load", done, total, string.Create(CultureInfo.InvariantCulture, $"{waiting.Failing} rows wait {pause.TotalSeconds:F0} s to be sent again")));
        await Task.Delay(pause, run.Time, cancellationToken).ConfigureAwait(false);
    }

    private void Report(JobOutcome outcome, LoadGate gate) => run.Progress.Report(
        new StageProgress("load", Interlocked.Add(ref done, outcome.Succeeded + outcome.Failed), Math.Max(total, Interlocked.Read(ref done)), gate.Note));
}
