using Dapper;
using DataMigrator.Staging;

namespace DataMigrator.Reconciliation;

/// <summary>
/// Sends again what a reconciliation found wrong and can be put right, says of the rest why not, and reconciles after itself. Works from the run's open findings: give it a run
/// that was reconciled. Re-runnable: what is right already has no open finding, and what a repair that was cut short has left comes first.
/// </summary>
internal sealed class Repair(RunContext run)
{
    private readonly RepairRecord record = new(run);

    /// <param name="load">Sends what is planned: <c>new LoadingStage(run).RunAsync</c>. Called only if the run may write and there is something to send.</param>
    /// <param name="options">Of the reconciliation afterwards.</param>
    public async Task<RepairResult> RunAsync(Func<CancellationToken, Task<LoadingResult>> load, ReconciliationOptions? options, CancellationToken cancellationToken)
    {
        var wasCutShort = record.IsOpen || CallCells.Read(run.Staging, run.Number).Waiting.All > 0;
        var done = run.Execute && wasCutShort ? await SendAsync().ConfigureAwait(false) : default;
        var plan = await PlanAsync(cancellationToken).ConfigureAwait(false) with { WasCutShort = wasCutShort };
        if (run.Execute && plan.Calls > 0)
        {
            PurgedValues.Refuse(run.Staging, run.Number, run.Id);
            await ApplyAsync(cancellationToken).ConfigureAwait(false);
            done = await SendAsync().ConfigureAwait(false);
        }

        return new(plan, done.Loading, done.After);

        async Task<(LoadingResult? Loading, ReconciliationResult? After)> SendAsync() => (
            await load(cancellationToken).ConfigureAwait(false), await new ReconciliationStage(run, options).RunAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>What would be sent, and what can't be put right and why. Writes nothing but a temporary table.</summary>
    public async Task<RepairPlan> PlanAsync(CancellationToken cancellationToken)
    {
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        await scope.Connection.ExecuteAsync(Decide, new { run.Number }, scope.Transaction).ConfigureAwait(false);
        var groups = await scope.Connection.QueryAsync<(long Action, string? Reason, long Count, string Example)>(
            "SELECT action, reason, COUNT(*), MIN(coalesce(task_id, call_id, '')) FROM temp.repair GROUP BY action, reason ORDER BY action, COUNT(*) DESC, reason", null, scope.Transaction).ConfigureAwait(false);
        scope.Commit();
        List<(long Action, string? Reason, long Count, string Example)> rows = [.. groups];
        long Of(CallPlan action) => rows.Where(r => r.Action == (long)action).Sum(r => r.Count);
        return new(
            Of(CallPlan.Create), Of(CallPlan.Update) + Of(CallPlan.UpdateInPart), Of(CallPlan.Replace),
            [.. rows.Where(r => r.Action == 0).Select(r => new NotRepairable(r.Reason!, r.Count, r.Example))]);
    }

    /// <summary>One row per call with an open finding: the action (CallPlan; 0 = none) and, if none, why.</summary>
    private string Decide =>
        $"""
        DROP TABLE IF EXISTS temp.repair;
        CREATE TEMP TABLE repair AS
        SELECT task_id, call_id,
          CASE WHEN known = 0 THEN 0
               WHEN missing THEN {(int)CallPlan.Create}
               WHEN others OR edited THEN 0
               WHEN createOnly = 0 AND blocked THEN {(int)CallPlan.UpdateInPart}
               WHEN createOnly = 0 THEN {(int)CallPlan.Update}
               WHEN {(run.Settings.MayReplace ? 1 : 0)} THEN {(int)CallPlan.Replace} ELSE 0 END AS action,
          CASE WHEN known = 0 AND missing THEN 'another run answers for its call now: reconcile and repair that run'
               WHEN missing THEN NULL
               WHEN others THEN 'a VoiceCall without its call, and repair deletes nothing: its finding says why it is there and what can be done'
               WHEN edited THEN 'somebody edited it after loading: their work is not overwritten'
               WHEN known = 0 THEN 'not a finding about a single call of this run'
               WHEN createOnly = 0 OR {(run.Settings.MayReplace ? 1 : 0)} THEN NULL
               ELSE 'differs in a field that can be set on create only: replace it (--on-create-only-change replace)' END AS reason
        FROM (
          SELECT f.task_id, f.call_id,
            MAX(f.class = '{FindingClass.Missing}') AS missing,
            MAX(f.class IN ('{FindingClass.Extra}', '{FindingClass.Orphan}', '{FindingClass.Duplicate}')) AS others,
            MAX(f.class = '{FindingClass.EditedSince}') AS edited,
            MAX(f.status = '{Finding.Open}' AND f.field IS NOT NULL AND f.field NOT IN ({record.Updateable})) AS createOnly,
            MAX({record.IsBlocked}) AS blocked,
            EXISTS (SELECT 1 FROM call c WHERE c.task_id = f.task_id AND c.run = @Number) AS known
          FROM finding f WHERE f.run = @Number AND (f.status = '{Finding.Open}' OR ({record.IsBlocked}))
          GROUP BY f.task_id, CASE WHEN f.task_id IS NULL THEN f.id END HAVING MAX(f.status = '{Finding.Open}'));
        """;

    private async Task ApplyAsync(CancellationToken cancellationToken)
    {
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        await scope.Connection.ExecuteAsync(
            $"""
            UPDATE call SET plan = {(int)CallPlan.Create}, state = {(int)CallState.Pending}, changes = NULL,
              first_run = CASE WHEN target_id IS NULL THEN first_run END, target_id = NULL, created_run = NULL, target_stamp = NULL,
              job = NULL, attempts = 0, error_code = NULL, error_message = NULL
            WHERE run = @Number AND task_id IN (SELECT task_id FROM temp.repair WHERE action = {(int)CallPlan.Create});
            UPDATE call SET plan = (SELECT action FROM temp.repair r WHERE r.task_id = call.task_id), state = {(int)CallState.Pending}, job = NULL, attempts = 0, error_code = NULL, error_message = NULL,
              target_id = COALESCE((SELECT r.call_id FROM temp.repair r WHERE r.task_id = call.task_id), target_id)
            WHERE run = @Number AND task_id IN (SELECT task_id FROM temp.repair WHERE action IN ({(int)CallPlan.Update}, {(int)CallPlan.UpdateInPart}, {(int)CallPlan.Replace}));
            """,
            new { run.Number },
            scope.Transaction).ConfigureAwait(false);
        WriteChanges(scope);
        await scope.Connection.ExecuteAsync(
            $"UPDATE finding SET status = '{Finding.Repairing}' WHERE run = @Number AND status = '{Finding.Open}' AND task_id IN (SELECT task_id FROM temp.repair WHERE action <> 0)",
            new { run.Number }, scope.Transaction).ConfigureAwait(false);
        scope.Commit();
    }

    // Loading takes the columns of an update from call.changes.
    private void WriteChanges(WriteScope scope)
    {
        using var findings = scope.Prepare(
            $"""
            SELECT f.task_id, f.field, f.found, f.expected, f.status <> '{Finding.Open}' FROM finding f JOIN temp.repair r ON r.task_id = f.task_id
            WHERE f.run = ?1 AND f.field IS NOT NULL AND (f.status = '{Finding.Open}' OR ({record.IsBlocked}))
              AND r.action IN ({(int)CallPlan.Update}, {(int)CallPlan.UpdateInPart}, {(int)CallPlan.Replace}) ORDER BY f.task_id, f.id
            """);
        using var update = scope.Prepare("UPDATE call SET changes = ?2 WHERE task_id = ?1");
        findings.Integer(1, run.Number);
        var (task, changes) = ("", new List<Difference>());
        void Flush()
        {
            if (changes.Count > 0)
            {
                update.Text(1, task).Text(2, Difference.ToJson(changes)).Execute();
                changes.Clear();
            }
        }

        while (findings.Step())
        {
            if (findings.String(0) != task)
            {
                Flush();
                task = findings.String(0)!;
            }

            changes.Add(new(findings.String(1)!, findings.String(2), findings.String(3), CreateOnly: findings.Integer(4) != 0));
        }

        Flush();
    }
}
