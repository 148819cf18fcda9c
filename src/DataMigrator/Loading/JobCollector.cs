using DataMigrator.Staging;
using Salesforce.Force.Bulk;

namespace DataMigrator.Loading;

/// <summary>
/// Joins a job's results to its rows by external id and writes them into the books: all rows of the job and its state in one transaction, in key order.
/// Rows without a result, and rows said to be there already, are first asked for in the target.
/// </summary>
internal sealed class JobCollector(RunContext run, JobStore store)
{
    private readonly ResultReader reader = new(run.Target.BulkIngest, run.Log);
    private readonly TargetInquiry inquiry = new(run);

    /// <param name="remote">The ended job; null if the org no longer knows it: every row is asked for.</param>
    public async Task<JobOutcome> CollectAsync(IngestJob job, BulkJob? remote, CancellationToken cancellationToken)
    {
        var keyColumn = job.Operation == IngestOperation.Delete ? "Id" : run.Mapping.ExternalIdField;
        var results = remote is null ? new ResultBuffer() : await reader.ReadAsync(remote.Id, keyColumn, job.Rows, cancellationToken).ConfigureAwait(false);
        var failed = remote is { State: BulkJobState.Failed };
        var judge = new RowJudge(job, failed, remote?.ErrorMessage, run.Settings.MaxAttempts);

        // Mostly the results tell all. If they don't, nothing of this is kept, and the target is asked while no transaction waits for it.
        var outcome = remote is null ? null : await WriteAsync(findings: null).ConfigureAwait(false);
        return outcome ?? (await WriteAsync(
            await inquiry.AskAsync(job.Run, Suspects(job, judge, results), cancellationToken).ConfigureAwait(false)).ConfigureAwait(false))!;

        async Task<JobOutcome?> WriteAsync(Dictionary<string, TargetFinding>? findings)
        {
            using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
            if (Apply(scope, job, judge, results, findings, failed) is not { } applied)
            {
                return null;
            }

            store.Settle(scope, job, remote is null ? JobState.Abandoned : JobState.Collected, remote, remote?.ErrorMessage);
            scope.Commit();
            return applied;
        }
    }

    private List<string> Suspects(IngestJob job, RowJudge judge, ResultBuffer results)
    {
        var (suspects, hint) = (new List<string>(), -1);
        using var connection = run.Staging.OpenReader();
        using var rows = JobRows.InKeyOrder(connection, job);
        while (rows.Step())
        {
            var result = Find(job, rows, results, ref hint);
            if (judge.MustAsk(result, ErrorOf(results, result)))
            {
                suspects.Add(rows.String(0)!);
            }
        }

        return suspects;
    }

    /// <param name="findings">The target's answers; null = it was not asked.</param>
    /// <returns>Null if a row needs the target's answer and there is none.</returns>
    private JobOutcome? Apply(WriteScope scope, IngestJob job, RowJudge judge, ResultBuffer results, Dictionary<string, TargetFinding>? findings, bool jobFailed)
    {
        var created = new CreatedRows(results);
        var walked = job.FirstId is null ? 0 : created.Write(scope, job);
        if (walked > 0 && created.AreAll)
        {
            return new JobOutcome(walked, 0, 0, [], null);
        }

        // The reader still sees the rows as they were before.
        using var connection = run.Staging.OpenReader();
        using var rows = JobRows.InKeyOrder(connection, job);
        using var writer = new RowWriter(scope, job, run.Time.GetUtcNow());
        var (unprocessed, stop, hint) = (new List<string>(), ((string, string)?)null, -1);
        long succeeded = walked, retry = 0, given = 0;
        Span<byte> id = stackalloc byte[TaskKey.Length];
        while (rows.Step())
        {
            var result = Find(job, rows, results, ref hint);
            if (result is { Outcome: RowOutcome.Created } done && rows.Integer(2) == (int)CallPlan.Create)
            {
                if (job.FirstId is null)
                {
                    done.Id.Write(id);
                    writer.Created(rows.Text(0), id);
                    succeeded++;
                }

                continue;
            }

            if (findings is null && judge.MustAsk(result, ErrorOf(results, result)))
            {
                return null;
            }

            var row = new SentRow((CallPlan)rows.Integer(2), (int)rows.Integer(3), rows.IsNull(4) ? null : rows.Integer(4), rows.String(1));
            var taskId = rows.String(0)!;
            var decision = judge.Decide(row, result, result?.Id.ToString(), ErrorOf(results, result), findings?.GetValueOrDefault(taskId));
            writer.Write(taskId, row, decision);
            switch (decision.State)
            {
                case CallState.Retry:
                    retry++;
                    stop ??= StopOf(decision);
                    if (jobFailed && decision.NotCounted)
                    {
                        unprocessed.Add(taskId);
                    }

                    break;
                case CallState.Failed:
                    given++;
                    break;
                default:
                    succeeded++;
                    break;
            }
        }

        return new JobOutcome(succeeded, retry, given, unprocessed, stop);
    }

    private static (string Code, string Message)? StopOf(RowDecision decision) =>
        decision.Code is { } code && RowErrors.Classify(code, decision.Message ?? "").Kind == RowErrorKind.Stop ? (code, decision.Message ?? "") : null;

    /// <summary>Deletes are answered by the record's id, everything else by the external id.</summary>
    private static RowResult? Find(IngestJob job, Statement row, ResultBuffer results, ref int hint)
    {
        var text = row.Text(job.Operation == IngestOperation.Delete ? 1 : 0);
        return TaskKey.TryRead(text, out var key) && results.TryFind(key, ref hint, out var result) ? result : null;
    }

    private static string? ErrorOf(ResultBuffer results, RowResult? result) => result is { Outcome: RowOutcome.Failed } failed ? results.Error(failed) : null;
}
