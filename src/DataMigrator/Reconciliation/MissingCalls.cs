using DataMigrator.Staging;

namespace DataMigrator.Reconciliation;

/// <summary>Walks the run's calls and reports what should be in the target and was not shown.</summary>
internal sealed class MissingCalls(RunContext run, RunFacts facts, ReconciliationOptions options, CallCheck check, FindingWriter findings)
{
    private const int AskAtOnce = 2_000;

    private readonly List<Candidate> candidates = [];
    private long asked;

    /// <summary>Calls that should be there and are not.</summary>
    public long Missing { get; private set; }

    /// <summary>Seconds of talk of the missing.</summary>
    public long MissingSeconds { get; private set; }

    /// <summary>Calls in windows that were not read.</summary>
    public long Skipped { get; private set; }

    /// <summary>Seconds of talk of calls in windows that were not read.</summary>
    public long SkippedSeconds { get; private set; }

    /// <param name="all">Calls of the run. Were as many seen, there is none to look for.</param>
    /// <param name="windows">Ranges of start times that were read; null = all.</param>
    public async Task RunAsync(long all, IReadOnlyList<TimeWindow>? windows, CancellationToken cancellationToken)
    {
        if (check.Seen.Count == all)
        {
            return;
        }

        string? after = "";
        while (after is not null)
        {
            after = Collect(after, windows, cancellationToken);
            await ReportAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // In bounded steps, so that no read is open on staging while findings are written.
    private string? Collect(string after, IReadOnlyList<TimeWindow>? windows, CancellationToken cancellationToken)
    {
        using var reader = run.Staging.OpenReader();
        using var calls = new Statement(
            reader,
            $"SELECT c.task_id, c.duration, c.state, c.plan, c.error_code, c.target_id, c.starts, ({StagedCalls.Expected}), c.payload FROM call c WHERE c.run = ?1 AND c.task_id > ?2 ORDER BY c.task_id");
        calls.Integer(1, run.Number).Text(2, after);
        while (calls.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (check.Seen.Has(calls.Integer(8)))
            {
                continue;
            }

            Consider(calls, windows);
            if (candidates.Count == AskAtOnce || findings.IsLarge)
            {
                return calls.String(0);
            }
        }

        return null;
    }

    private void Consider(Statement call, IReadOnlyList<TimeWindow>? windows)
    {
        if (call.Integer(7) != 0)
        {
            if (windows is null || windows.Any(w => w.Contains(call.Integer(6))))
            {
                candidates.Add(new(call.String(0)!, call.String(5), call.Integer(1)));
            }
            else
            {
                Skipped++;
                SkippedSeconds += call.Integer(1);
            }
        }
        else if (facts.Executed && (CallPlan)call.Integer(3) != CallPlan.Native)
        {
            var failed = (CallState)call.Integer(2) == CallState.Failed;
            var note = (CallState)call.Integer(2) == CallState.RolledBack ? "rolled back" : failed ? $"refused: {call.String(4)}; see failed.csv" : "not loaded yet";
            findings.Add(new(Finding.Identity, failed ? FindingClass.Failed : FindingClass.Left, Finding.Explained, call.String(0), null, null, null, null, note));
        }
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        // Read by name before it is reported: its start may have been moved out of the range that was read. Once many are truly gone, that is not the reason.
        HashSet<string>? gone = null;
        if (candidates.Count > 0 && asked < options.MostReread)
        {
            asked += candidates.Count;
            gone = [.. await check.RereadAsync([.. candidates.Select(c => c.TaskId)], cancellationToken).ConfigureAwait(false)];
        }

        foreach (var call in candidates.Where(c => gone is null || gone.Contains(c.TaskId)))
        {
            Missing++;
            MissingSeconds += call.Seconds;
            findings.Add(new(
                Finding.Identity, FindingClass.Missing, Finding.Open, call.TaskId, call.CallId, null, null, null,
                call.CallId is null ? null : "it was there under this id"));
        }

        candidates.Clear();
        await findings.FlushIfLargeAsync(cancellationToken).ConfigureAwait(false);
    }

    private readonly record struct Candidate(string TaskId, string? CallId, long Seconds);
}

/// <summary>Half-open range of start times, unix seconds.</summary>
internal readonly record struct TimeWindow(long From, long To)
{
    public bool Contains(long instant) => instant >= From && instant < To;
}
