using System.Text;
using Dapper;
using DataMigrator.Staging;
using DataMigrator.Target;

namespace DataMigrator.Loading;

/// <summary>
/// Compares every call of the run with what the target holds, in bulk, and decides what loading has to do. Writes to staging only. Jobs that an interrupted
/// start of this run left in the org are settled first, or the comparison would see half of them.
/// </summary>
internal sealed class PlanStage(RunContext run)
{
    /// <summary>Calls that our books know in the target but the range did not show, asked for per query batch.</summary>
    private const int AskAtOnce = 2_000;

    private static readonly string Finished =
        $"state IN ({(int)CallState.Created}, {(int)CallState.Updated}, {(int)CallState.Replaced}, {(int)CallState.Failed})";

    private readonly TargetReader reader = new(run);
    private readonly CallComparison comparison = new(run.Mapping, run.TargetDescribe, run.Settings);
    private readonly PayloadValues values = new();
    private OwnRecords own = null!;
    private long compared;

    /// <returns>The run's calls, now that the plan is made.</returns>
    public async Task<CallCells> RunAsync(CancellationToken cancellationToken)
    {
        PurgedValues.Refuse(run.Staging, run.Number, run.Id);
        await OpenJobs.SettleAsync(run, cancellationToken).ConfigureAwait(false);
        own = await OwnRecords.OfAsync(run, run.Number, cancellationToken).ConfigureAwait(false);
        var calls = Survey();
        if (calls.Extent.Count == 0)
        {
            return CallCells.Of(CallPlan.Create, 0);
        }

        if (calls.Touched > 0)
        {
            await WriteAsync(Forget, cancellationToken).ConfigureAwait(false);
        }

        await reader.ReadRunAsync(calls.Extent, DecideAsync, cancellationToken).ConfigureAwait(false);
        if (calls.InTarget > 0)
        {
            await AskForMissingAsync(cancellationToken).ConfigureAwait(false);
        }

        var nothingDecided = calls.Touched == 0 && compared == 0;
        await new NativeCalls(run).MarkAsync(nothingDecided ? calls : null, cancellationToken).ConfigureAwait(false);
        var created = await WriteAsync(CreateTheRest, cancellationToken).ConfigureAwait(false);
        if (nothingDecided && calls.InTarget == 0 && created == calls.Extent.Count)
        {
            return CallCells.Of(CallPlan.Create, created);
        }

        await ReplaceChildrenAsync(cancellationToken).ConfigureAwait(false);
        return CallCells.Read(run.Staging, run.Number);
    }

    private CallSurvey Survey()
    {
        using var staging = run.Staging.OpenReader();
        return CallSurvey.Read(staging, run.Number);
    }

    /// <summary>
    /// Forgets earlier plans, and states that another run left; keeps what this run has done with a row already (what it updated in part may be replaced after all, once
    /// that is allowed), and that mapping found nothing new in it (<see cref="CallState.Unchanged"/>). A dry run plans anew, and leaves the books of what was done; what one has
    /// planned of it is taken back first.
    /// </summary>
    private string Forget =>
        $"""
        UPDATE call SET plan = {(int)CallPlan.Create} WHERE run = @Number AND state = {(int)CallState.Created} AND plan = {(int)CallPlan.Replace};
        UPDATE call SET plan = {(int)CallPlan.UpdateInPart} WHERE run = @Number AND state = {(int)CallState.Updated} AND plan NOT IN ({(int)CallPlan.Update}, {(int)CallPlan.UpdateInPart});
        UPDATE call SET plan = {(int)CallPlan.Undecided}, changes = NULL,
          state = CASE WHEN state = {(int)CallState.Unchanged} OR (state = {(int)CallState.Retry} AND job IN (SELECT id FROM job WHERE run = @Number))
            {(run.Execute ? "" : $"OR state IN ({(int)CallState.Updated}, {(int)CallState.Blocked})")}
          THEN state ELSE {(int)CallState.Pending} END
        WHERE run = @Number AND (plan <> {(int)CallPlan.Undecided} OR state <> {(int)CallState.Pending} OR changes IS NOT NULL)
          AND NOT ({Finished} AND job IN (SELECT id FROM job WHERE run = @Number){(run.Settings.MayReplace ? $" AND NOT (state = {(int)CallState.Updated} AND plan = {(int)CallPlan.UpdateInPart})" : "")});
        UPDATE call SET attempts = 0, error_code = NULL, error_message = NULL
        WHERE run = @Number AND state = {(int)CallState.Pending} AND (attempts > 0 OR error_code IS NOT NULL);
        """;

    /// <summary>Not in a dry run: it sends nothing, and the next nightly run must still know that there is nothing new in the Task.</summary>
    private static readonly string NoLongerUnchanged = $"CASE state WHEN {(int)CallState.Unchanged} THEN {(int)CallState.Pending} ELSE state END";

    private static readonly string CreateTheRest =
        $"UPDATE call SET plan = {(int)CallPlan.Create}, state = {NoLongerUnchanged} WHERE run = @Number AND plan = {(int)CallPlan.Undecided}";

    private Task DecideAsync(TargetPage page, CancellationToken cancellationToken) => DecideAsync(page, byCallId: null, cancellationToken);

    /// <param name="byCallId">Task ids by VoiceCall id, for records that were asked for by their own id; null = the external id tells.</param>
    private async Task DecideAsync(TargetPage page, Dictionary<string, string>? byCallId, CancellationToken cancellationToken)
    {
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        using var call = scope.Prepare(
            $"""
            SELECT d.json, c.parent, p.target_id, c.plan, c.state, c.created_run, c.target_stamp FROM call c CROSS JOIN payload d ON d.id = c.payload LEFT JOIN call p ON p.task_id = c.parent
            WHERE c.task_id = ?1 AND c.run = ?2
            """);
        using var decide = scope.Prepare(
            $"""
            UPDATE call SET plan = ?2, state = CASE ?2 WHEN {(int)CallPlan.Unchanged} THEN state ELSE {(run.Execute ? NoLongerUnchanged : "state")} END,
              changes = ?3, target_id = ?4, target_stamp = COALESCE(?5, target_stamp) WHERE task_id = ?1
            """);
        using var arrived = scope.Prepare(Arrived);
        using var keep = scope.Prepare("UPDATE call SET target_id = ?2 WHERE task_id = ?1 AND target_id IS NOT ?2");
        for (var i = 0; i < page.Count; i++)
        {
            var row = page[i];
            var taskId = byCallId is null ? row.TaskId : Encoding.ASCII.GetBytes(byCallId[Encoding.ASCII.GetString(row.Id)]);
            if (!call.Reset().Text(1, taskId).Integer(2, run.Number).Step())
            {
                continue;
            }

            if (row.TaskId.IsEmpty && call.IsNull(5))
            {
                // Not made by us, and without our key: Salesforce Voice's own, which is looked for below.
                continue;
            }

            if (call.Integer(3) != (int)CallPlan.Undecided)
            {
                keep.Text(1, taskId).Text(2, row.Id).Execute();
                continue;
            }

            Decide(call, decide, taskId, row);
            if (run.Execute && call.Integer(4) == (int)CallState.Retry && own.Has(row))
            {
                arrived.Text(1, taskId).Execute();
            }
        }

        scope.Commit();
        compared += page.Count;
        run.Progress.Report(new StageProgress("plan", compared, null, "comparing with the target"));
    }

    /// <summary>
    /// A row that waited to be sent again, and that an earlier sending of this run has created after all: this run's to count and to roll back. What differs all the
    /// same goes the way of any other difference.
    /// </summary>
    private static readonly string Arrived =
        $"""
        UPDATE call SET created_run = run, error_code = NULL, error_message = NULL,
          state = CASE plan WHEN {(int)CallPlan.Unchanged} THEN {(int)CallState.Created} ELSE state END,
          plan = CASE plan WHEN {(int)CallPlan.Unchanged} THEN {(int)CallPlan.Create} ELSE plan END
        WHERE task_id = ?1
        """;

    private void Decide(Statement call, Statement decide, ReadOnlySpan<byte> taskId, in TargetRow row)
    {
        MappedCalls.Read(taskId, call.Text(0), values, run.Mapping.TargetFields.Count);
        var plan = comparison.Compare(values, row, call.Text(1), call.Text(2));
        if (run.IsIncremental && call.Integer(4) == (int)CallState.Unchanged && IsEdited(row, call.IsNull(6) ? null : call.Integer(6)))
        {
            // The look-back brings Tasks again that have not changed since they were loaded. What people have made of such a call stays; the differences are kept for reconciliation.
            plan = CallPlan.Unchanged;
        }

        decide.Text(1, taskId).Integer(2, (int)plan).Text(3, Difference.ToJson(comparison.Differences)).Text(4, row.Id)
            .Integer(5, plan == CallPlan.Unchanged && comparison.Differences.Count == 0 ? own.Stamp(row) : null).Execute();
    }

    /// <summary>Somebody else was the last to change it, or our user did by other means than loading.</summary>
    private bool IsEdited(in TargetRow row, long? stamp) => own.Stamp(row) is not { } ours || (!row.IsAsCreated && ours != stamp);

    /// <summary>Our books know them in the target, the range read did not bring them: moved in time, another external id, or deleted.</summary>
    private async Task AskForMissingAsync(CancellationToken cancellationToken)
    {
        var after = "";
        while (true)
        {
            using var staging = run.Staging.OpenReader();
            var missing = (await staging.QueryAsync<(string TaskId, string TargetId)>(
                $"""
                SELECT task_id, target_id FROM call WHERE run = @Number AND task_id > @after AND plan = {(int)CallPlan.Undecided} AND target_id IS NOT NULL
                ORDER BY task_id LIMIT {AskAtOnce}
                """,
                new { run.Number, after }).ConfigureAwait(false)).AsList();
            if (missing.Count == 0)
            {
                return;
            }

            await reader.ReadByTaskIdsAsync([.. missing.Select(m => m.TaskId)], DecideAsync, cancellationToken).ConfigureAwait(false);

            // Not under its external id. Before our books forget it (and with it what rollback may delete), it is asked for by its own id: somebody may have emptied
            // or changed the external id, and then it must be mended, not created a second time.
            var byCallId = missing.GroupBy(m => m.TargetId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().TaskId, StringComparer.Ordinal);
            await reader.ReadByIdsAsync(
                await StillUndecidedAsync(missing, cancellationToken).ConfigureAwait(false), (page, stop) => DecideAsync(page, byCallId, stop), cancellationToken).ConfigureAwait(false);
            if (run.Execute)
            {
                await ForgetDeletedAsync(missing, cancellationToken).ConfigureAwait(false);
            }

            after = missing[^1].TaskId;
        }
    }

    private async Task<IReadOnlyCollection<string>> StillUndecidedAsync(IReadOnlyList<(string TaskId, string TargetId)> asked, CancellationToken cancellationToken)
    {
        List<string> ids = [];
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        using var undecided = scope.Prepare($"SELECT 1 FROM call WHERE task_id = ?1 AND plan = {(int)CallPlan.Undecided}");
        foreach (var (taskId, targetId) in asked)
        {
            if (undecided.Reset().Text(1, taskId).Step())
            {
                ids.Add(targetId);
            }
        }

        return ids;
    }

    /// <summary>Never in a dry run: it writes nothing that a later rollback would miss.</summary>
    private async Task ForgetDeletedAsync(IReadOnlyList<(string TaskId, string TargetId)> asked, CancellationToken cancellationToken)
    {
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        using var forget = scope.Prepare(
            $"UPDATE call SET target_id = NULL, created_run = NULL, first_run = NULL, target_stamp = NULL WHERE task_id = ?1 AND plan = {(int)CallPlan.Undecided}");
        foreach (var (taskId, _) in asked)
        {
            forget.Text(1, taskId).Execute();
        }

        scope.Commit();
    }

    /// <summary>
    /// A leg that hangs on one that is to be replaced loses its PreviousCallId, which can be set on create only: it is replaced with it, also if this run has sent it already.
    /// A dry run says so of what was created; of what was changed it leaves the books.
    /// </summary>
    private async Task ReplaceChildrenAsync(CancellationToken cancellationToken)
    {
        var sent = run.Execute
            ? $"state IN ({(int)CallState.Created}, {(int)CallState.Updated}, {(int)CallState.Replaced})"
            : $"state = {(int)CallState.Created} AND plan <> {(int)CallPlan.Replace}";
        var again = run.Execute ? $", state = CASE WHEN {sent} THEN {(int)CallState.Pending} ELSE state END" : "";
        int changed;
        do
        {
            changed = await WriteAsync(
                $"""
                UPDATE call SET plan = {(int)CallPlan.Replace}{again}
                WHERE run = @Number AND parent IS NOT NULL AND target_id IS NOT NULL
                  AND ((plan IN ({(int)CallPlan.Unchanged}, {(int)CallPlan.Update}) AND state NOT IN ({(int)CallState.Updated}, {(int)CallState.Failed})) OR ({sent}))
                  AND EXISTS (SELECT 1 FROM call p WHERE p.task_id = call.parent AND p.run = @Number AND p.plan = {(int)CallPlan.Replace}
                    AND p.state NOT IN ({(int)CallState.Replaced}, {(int)CallState.Failed}))
                """,
                cancellationToken).ConfigureAwait(false);
        }
        while (changed > 0);
    }

    private async Task<int> WriteAsync(string sql, CancellationToken cancellationToken)
    {
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        var changed = await scope.Connection.ExecuteAsync(sql, new { run.Number }, scope.Transaction).ConfigureAwait(false);
        scope.Commit();
        return changed;
    }
}
