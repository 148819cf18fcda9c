using System.Text;
using Dapper;
using DataMigrator.Staging;
using DataMigrator.Target;

namespace DataMigrator.Loading;

/// <param name="ToDelete">In the target, and not edited since (or forced).</param>
/// <param name="Gone">No longer in the target.</param>
/// <param name="Refused">Edited since.</param>
/// <param name="DeletedEarlier">By earlier starts; not in Found.</param>
/// <param name="ThereBefore">Replaced by the run and not its own: they stay; not in Found.</param>
/// <param name="NotReplaced">Deleted by the run to be replaced, not its own, and not created again; not in Found.</param>
internal sealed record UndoCounts(long Found, long ToDelete, long Refused, long Gone, long DeletedEarlier, long ThereBefore, long NotReplaced);

internal readonly record struct UndoProgress(long Deleted, long Failed);

/// <summary>
/// What a rollback may delete: the calls of a run as the target has them now. A call is that run's which created it first; that another run, or the same, has replaced
/// it since changes its record, and not whose it is. Kept in a temporary table, made anew at every start.
/// </summary>
internal sealed class UndoList(RunContext run, long undo, bool force)
{
    private const int Few = 2_000;
    private const int MostExamples = 50;
    private const int Delete = 1;
    private const int Refuse = 2;

    // One that was deleted to be created anew has no record until it is; a record that it then has and that no run created (Salesforce Voice's own) is nobody's.
    private const string IsOfTheRun = "COALESCE(first_run, created_run) = @undo AND (target_id IS NULL OR created_run IS NOT NULL)";

    private readonly string deletedByUs = $"state = {(int)CallState.RolledBack} AND job IN (SELECT id FROM job WHERE run = {run.Number} AND operation = 'delete')";
    private readonly TargetReader reader = new(run);
    private readonly List<RefusedCall> refused = [];
    private OrgUser user = null!;
    private long found;

    /// <summary>Examples, at most 50.</summary>
    public IReadOnlyList<RefusedCall> Refused => refused;

    public async Task FillAsync(CancellationToken cancellationToken)
    {
        var session = await run.Target.LoginAsync(cancellationToken).ConfigureAwait(false);
        user = new OrgUser(session.UserId);
        await ExecuteAsync("DROP TABLE IF EXISTS temp.undo; CREATE TEMP TABLE undo (task_id TEXT PRIMARY KEY, verdict INTEGER NOT NULL) WITHOUT ROWID;", cancellationToken)
            .ConfigureAwait(false);
        found = await ReadAsync(IsOfTheRun, (page, stop) => JudgeAsync(page, byCallId: null, stop), cancellationToken).ConfigureAwait(false);
        await AskForMissingAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<UndoCounts> CountAsync(CancellationToken cancellationToken)
    {
        var toDelete = await ScalarAsync($"SELECT COUNT(*) FROM temp.undo WHERE verdict = {Delete}", cancellationToken).ConfigureAwait(false);
        var edited = await ScalarAsync($"SELECT COUNT(*) FROM temp.undo WHERE verdict = {Refuse}", cancellationToken).ConfigureAwait(false);
        var earlier = await ScalarAsync($"SELECT COUNT(*) FROM call WHERE {deletedByUs}", cancellationToken).ConfigureAwait(false);
        var replaced = await ScalarAsync("SELECT COUNT(*) FROM call WHERE first_run <> @undo AND created_run = @undo", cancellationToken).ConfigureAwait(false);
        var notReplaced = await ScalarAsync("SELECT COUNT(*) FROM call WHERE first_run <> @undo AND run = @undo AND target_id IS NULL", cancellationToken).ConfigureAwait(false);
        return new UndoCounts(found, toDelete, edited, found - toDelete - edited, earlier, replaced, notReplaced);
    }

    /// <summary>Writes down what is gone, and makes the rest ready to be sent.</summary>
    public Task BeginAsync(CancellationToken cancellationToken) => ExecuteAsync(
        $"""
        UPDATE call SET state = {(int)CallState.RolledBack}, plan = {(int)CallPlan.Undecided}, target_id = NULL, created_run = NULL, first_run = NULL, target_stamp = NULL
        WHERE {IsOfTheRun} AND task_id NOT IN (SELECT task_id FROM temp.undo);
        UPDATE call SET state = {(int)CallState.Pending}, plan = {(int)CallPlan.Undecided}, attempts = 0, error_code = NULL, error_message = NULL
        WHERE {IsOfTheRun} AND task_id IN (SELECT task_id FROM temp.undo WHERE verdict = {Delete});
        """,
        cancellationToken);

    /// <summary>The next Task ids in that state, in key order.</summary>
    public async Task<IReadOnlyList<string>> NextAsync(CallState state, string after, int count, CancellationToken cancellationToken)
    {
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        return (await scope.Connection.QueryAsync<string>(
            $"""
            SELECT u.task_id FROM temp.undo u CROSS JOIN call c ON c.task_id = u.task_id
            WHERE u.task_id > @after AND u.verdict = {Delete} AND {IsOfTheRun} AND c.state = {(int)state} ORDER BY u.task_id LIMIT @count
            """,
            new { after, undo, count },
            scope.Transaction).ConfigureAwait(false)).AsList();
    }

    public async Task<UndoProgress> ProgressAsync(CancellationToken cancellationToken) => new(
        await ScalarAsync(Joined(CallState.RolledBack), cancellationToken).ConfigureAwait(false),
        await ScalarAsync(Joined(CallState.Failed), cancellationToken).ConfigureAwait(false));

    /// <summary>Asks the target once more: calls that the books say are deleted.</summary>
    public async Task<long> CountStillThereAsync(CancellationToken cancellationToken)
    {
        long count = 0;
        await ReadAsync(
            deletedByUs,
            (page, _) =>
            {
                using var staging = run.Staging.OpenReader();
                using var call = new Statement(staging, $"SELECT 1 FROM call WHERE task_id = ?1 AND state = {(int)CallState.RolledBack}");
                for (var i = 0; i < page.Count; i++)
                {
                    count += call.Reset().Text(1, page[i].TaskId).Step() ? 1 : 0;
                }

                return Task.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
        return count;
    }

    /// <summary>Not under its external id, or no longer at its time: it is asked for by its own id before it counts as gone. Somebody may have emptied the external id to keep it.</summary>
    private async Task AskForMissingAsync(CancellationToken cancellationToken)
    {
        for (var after = ""; await MissingAsync(after, cancellationToken).ConfigureAwait(false) is { Count: > 0 } missing; after = missing[^1].TaskId)
        {
            var byCallId = missing.ToDictionary(call => call.CallId, call => call.TaskId, StringComparer.Ordinal);
            await reader.ReadByIdsAsync(byCallId.Keys, (page, stop) => JudgeAsync(page, byCallId, stop), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<(string TaskId, string CallId)>> MissingAsync(string after, CancellationToken cancellationToken)
    {
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        return (await scope.Connection.QueryAsync<(string, string)>(
            $"""
            SELECT task_id, target_id FROM call WHERE task_id > @after AND {IsOfTheRun} AND target_id IS NOT NULL AND task_id NOT IN (SELECT task_id FROM temp.undo)
            ORDER BY task_id LIMIT {Few}
            """,
            new { after, undo },
            scope.Transaction).ConfigureAwait(false)).AsList();
    }

    /// <param name="byCallId">Task ids by VoiceCall id, for records that were asked for by their own id; null = the external id tells.</param>
    private async Task JudgeAsync(TargetPage page, Dictionary<string, string>? byCallId, CancellationToken cancellationToken)
    {
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        using var call = scope.Prepare("SELECT target_stamp FROM call WHERE task_id = ?1 AND COALESCE(first_run, created_run) = ?2 AND created_run IS NOT NULL AND target_id = ?3");
        using var insert = scope.Prepare("INSERT OR REPLACE INTO temp.undo (task_id, verdict) VALUES (?1, ?2)");
        for (var i = 0; i < page.Count; i++)
        {
            var row = page[i];
            var taskId = byCallId is null ? row.TaskId : Encoding.ASCII.GetBytes(byCallId[Encoding.ASCII.GetString(row.Id)]);
            if (!call.Reset().Text(1, taskId).Integer(2, undo).Text(3, row.Id).Step())
            {
                continue;
            }

            var edited = !force && IsEdited(row, call.IsNull(0) ? null : call.Integer(0));
            insert.Text(1, taskId).Integer(2, edited ? Refuse : Delete).Execute();
            if (edited && refused.Count < MostExamples)
            {
                refused.Add(new RefusedCall(
                    Encoding.ASCII.GetString(taskId), Encoding.ASCII.GetString(row.Id), DateTimeOffset.FromUnixTimeSeconds(row.LastModified),
                    Encoding.ASCII.GetString(row.LastModifiedById), RefusedCall.EditedSince));
            }
        }

        scope.Commit();
    }

    /// <summary>Touched by somebody else, or by us after we last read it back; what was then as created has no stamp.</summary>
    private bool IsEdited(in TargetRow row, long? stamp) => !user.Is(row.LastModifiedById) || (stamp is { } known ? row.LastModified > known : !row.IsAsCreated);

    /// <summary>Few by external id, many by their range of time.</summary>
    /// <returns>How many there are by our books.</returns>
    private async Task<long> ReadAsync(string which, Func<TargetPage, CancellationToken, Task> handle, CancellationToken cancellationToken)
    {
        using var staging = run.Staging.OpenReader();
        var (count, first, last) = await staging.QuerySingleAsync<(long Count, long? First, long? Last)>(
            $"SELECT COUNT(*), MIN(starts), MAX(starts) FROM call WHERE {which}", new { undo }).ConfigureAwait(false);
        if (count >= Few)
        {
            await reader.ReadRangeAsync(first!.Value - TargetReader.Margin, last!.Value + TargetReader.Margin, handle, cancellationToken).ConfigureAwait(false);
        }
        else if (count > 0)
        {
            var ids = (await staging.QueryAsync<string>($"SELECT task_id FROM call WHERE {which}", new { undo }).ConfigureAwait(false)).AsList();
            await reader.ReadByTaskIdsAsync(ids, handle, cancellationToken).ConfigureAwait(false);
        }

        return count;
    }

    private static string Joined(CallState state) =>
        $"SELECT COUNT(*) FROM temp.undo u JOIN call c ON c.task_id = u.task_id WHERE u.verdict = {Delete} AND c.state = {(int)state}";

    private async Task<long> ScalarAsync(string sql, CancellationToken cancellationToken)
    {
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        return await scope.Connection.ExecuteScalarAsync<long>(sql, new { undo }, scope.Transaction).ConfigureAwait(false);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        await scope.Connection.ExecuteAsync(sql, new { undo }, scope.Transaction).ConfigureAwait(false);
        scope.Commit();
    }
}
