using Dapper;
using DataMigrator.Staging;
using DataMigrator.Target;

namespace DataMigrator.Reconciliation;

/// <summary>
/// Proves that the target holds what the Tasks say: counts and sums, identity, fields. Writes findings (replacing the run's earlier ones), statistics and stamps to staging; sends only
/// reads. "Read" are the calls that the target should hold: in a dry run before a migration none, after one those that were loaded.
/// </summary>
internal sealed class ReconciliationStage(RunContext run, ReconciliationOptions? options = null)
{
    private readonly ReconciliationOptions options = options ?? ReconciliationOptions.Of(run.Settings);

    public async Task<ReconciliationResult> RunAsync(CancellationToken cancellationToken)
    {
        var requests = Requests;
        await ForgetAsync(cancellationToken).ConfigureAwait(false);
        using var reader = run.Staging.OpenReader();
        var facts = await RunFacts.ReadAsync(reader, run, cancellationToken).ConfigureAwait(false);
        var findings = new FindingWriter(run.Staging, run.Number);
        var target = new TargetReader(run);

        var expected = ExpectedCalls.Read(reader, facts, cancellationToken);
        await new SourceCheck(run, findings).RunAsync(cancellationToken).ConfigureAwait(false);
        ProcessMemory.GiveBack();
        var counts = new CountCheck(run, expected, findings);
        await counts.RunAsync(cancellationToken).ConfigureAwait(false);
        ProcessMemory.GiveBack();

        using var calls = new StagedCalls(reader, run.Number);
        using var check = new CallCheck(run, facts, options, target, calls, findings);
        var windows = await WindowsAsync(counts, expected, cancellationToken).ConfigureAwait(false);
        await ReadAsync(target, check, expected, windows, cancellationToken).ConfigureAwait(false);
        await new RetiredCalls(run, facts, target, check.Extras).RunAsync(cancellationToken).ConfigureAwait(false);
        var missing = new MissingCalls(run, facts, expected, options, check, findings);
        await missing.RunAsync(windows, cancellationToken).ConfigureAwait(false);

        var result = ResultOf(expected, check, missing);
        counts.Report(result.Mismatched + result.Missing + result.Extra, check.Extras.Unstaged);
        SayWhatWasNotChecked(check, missing, windows, findings);
        await findings.FlushAsync(cancellationToken).ConfigureAwait(false);
        await new RepairRecord(run).SettleAsync(cancellationToken).ConfigureAwait(false);
        await Statistics.ReplaceAsync(
            run.Staging,
            run.Number,
            [
                .. expected.Statistics,
                .. windows is null ? check.Found.ToStatistics() : [],
                .. check.FieldStatistics(),
            ],
            cancellationToken).ConfigureAwait(false);
        await Statistics.PutAsync(run.Staging, run.Number, [.. BooksOf(result), new(StatisticSections.Api, "reconciliation", "requests", Requests - requests)], cancellationToken).ConfigureAwait(false);
        return result;
    }

    private long Requests => run.Target.RequestsSent + (ReferenceEquals(run.Source, run.Target) ? 0 : run.Source.RequestsSent);

    /// <returns>Windows to read, or null for all of them.</returns>
    private async Task<IReadOnlyList<TimeWindow>?> WindowsAsync(CountCheck counts, ExpectedCalls expected, CancellationToken cancellationToken)
    {
        if (!options.SkipAgreeing || !counts.Made || expected.Range is not { } range)
        {
            return null;
        }

        using var bisection = new WindowBisection(run, counts.Target, options);
        return await bisection.FindAsync(counts.DifferentMonths, range, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadAsync(TargetReader target, CallCheck check, ExpectedCalls expected, IReadOnlyList<TimeWindow>? windows, CancellationToken cancellationToken)
    {
        long done = 0;
        async Task HandleAsync(TargetPage page, CancellationToken stop)
        {
            await check.HandleAsync(page, stop).ConfigureAwait(false);
            done += page.Count;
            run.Progress.Report(new StageProgress("reconcile", done, Math.Max(done, expected.Count)));
        }

        foreach (var window in windows ?? [])
        {
            await target.ReadRangeAsync(window.From, window.To, HandleAsync, cancellationToken).ConfigureAwait(false);
        }

        if (windows is null && expected.Range is { } range)
        {
            await target.ReadRunAsync(expected.Calls, HandleAsync, cancellationToken).ConfigureAwait(false);

            // Few calls are read by name, which shows no others. If the org counts more in their range, the range is read for those.
            var counted = await new TargetCounts(run).CountAsync(range, cancellationToken).ConfigureAwait(false);
            if (counted > done)
            {
                await target.ReadRangeAsync(range.From, range.To, check.HandleExtrasAsync, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static ReconciliationResult ResultOf(ExpectedCalls expected, CallCheck check, MissingCalls missing)
    {
        var gone = missing.Missing + check.Vanished;

        // "Read" was counted in staging before the target was looked at; the doors are counted one by one. That they agree is for the books to judge.
        return new(
            expected.Count + check.Unplanned, check.Matched + missing.Skipped, check.Mismatched, gone, check.Extra,
            new(check.ExpectedSeconds + missing.MissingSeconds + missing.SkippedSeconds, check.Found.Seconds + missing.SkippedSeconds)) { NotRead = missing.Skipped };
    }

    private void SayWhatWasNotChecked(CallCheck check, MissingCalls missing, IReadOnlyList<TimeWindow>? windows, FindingWriter findings)
    {
        if (windows is not null)
        {
            findings.Add(NotChecked($"{missing.Skipped} calls count as matched without being read, because counts and seconds of their time agree (--compare differing); {windows.Count} windows that differ were read", Finding.Explained));
        }

        if (check.GaveUpRereading)
        {
            findings.Add(NotChecked($"more than {options.MostReread} calls differ: the later ones were not read a second time", Finding.Explained));
        }

        if (check.Extras.Unstaged > 0)
        {
            findings.Add(NotChecked($"{check.Extras.Unstaged} VoiceCalls belong to Tasks of the source that this staging file has not read", Finding.Explained));
        }

        if (check.Purged > 0)
        {
            findings.Add(NotChecked($"the values of {check.Purged} calls were purged: that they are there was checked, not their fields", Finding.Explained));
        }

        if (check.Unreadable > 0)
        {
            findings.Add(NotChecked($"{check.Unreadable} calls were mapped by another mapping than the run names: map the run again, their fields were not compared", Finding.Open));
        }

        if (check.NotJudged > 0)
        {
            findings.Add(NotChecked($"{check.NotJudged} VoiceCalls belong to Tasks that staging does not know and were not looked up in the source", Finding.Open));
        }
    }

    private static Finding NotChecked(FormattableString note, string status) =>
        new(Finding.Identity, FindingClass.NotChecked, status, null, null, null, null, null, FormattableString.Invariant(note));

    private static IEnumerable<Statistic> BooksOf(ReconciliationResult result) =>
        new (string Side, long Count, long Seconds)[]
        {
            ("read", result.Read, 0), ("matched", result.Matched, 0), ("mismatched", result.Mismatched, 0), ("missing", result.Missing, 0), ("extra", result.Extra, 0), ("notRead", result.NotRead, 0),
            ("sourceSeconds", 0, result.Totals.SourceDurationSeconds), ("targetSeconds", 0, result.Totals.TargetDurationSeconds),
        }.Select(cell => new Statistic(StatisticSections.Stage, "reconciliation", cell.Side, cell.Count, cell.Seconds));

    /// <summary>Findings are replaced; what repair has taken up or put right stays as a record.</summary>
    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        await scope.Connection.ExecuteAsync($"DELETE FROM finding WHERE run = @Number AND status NOT IN ('{Finding.Repairing}', '{Finding.Repaired}')", new { run.Number }, scope.Transaction).ConfigureAwait(false);
        scope.Commit();
    }
}
