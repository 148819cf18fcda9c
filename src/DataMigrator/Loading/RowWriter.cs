using DataMigrator.Staging;

namespace DataMigrator.Loading;

/// <summary>Writes row decisions into call and attempt, within one transaction.</summary>
internal sealed class RowWriter(WriteScope scope, IngestJob job, DateTimeOffset now) : IDisposable
{
    /// <summary>Longest error text kept: Salesforce's own messages stay below; a trigger's may not.</summary>
    private const int LongestMessage = 1_000;

    /// <summary>What is set for a row that was created, beside the ids of its call, run and job.</summary>
    public static readonly string IsCreated = $"state = {(int)CallState.Created}, attempts = attempts + 1, error_code = NULL, error_message = NULL";

    /// <summary>The record is gone with this result: rolled back, or about to be created anew, which does not change whose it was.</summary>
    private const string IsDeleted = "?4 IS NULL AND target_id IS NOT NULL";

    private readonly string at = JobStore.Stamp(now);

    private readonly Statement created = scope.Prepare($"UPDATE call SET {IsCreated}, target_id = ?2, created_run = ?3, job = ?4 WHERE task_id = ?1");

    private readonly Statement decided = scope.Prepare(
        $"""
        UPDATE call SET state = ?2, plan = ?3, target_id = ?4, created_run = ?5, job = ?6, attempts = attempts + ?7, error_code = ?8, error_message = ?9,
          changes = COALESCE(?10, changes), target_stamp = CASE WHEN {IsDeleted} THEN NULL ELSE COALESCE(?11, target_stamp) END,
          first_run = CASE WHEN NOT ({IsDeleted}) THEN first_run WHEN ?2 <> {(int)CallState.RolledBack} THEN COALESCE(first_run, created_run, 0) END
        WHERE task_id = ?1
        """);

    private readonly Statement attempt = scope.Prepare(
        """
        INSERT INTO attempt (task_id, number, run, job, at, code, message)
        VALUES (?1, (SELECT COALESCE(MAX(number), 0) + 1 FROM attempt WHERE task_id = ?1 AND run = ?2), ?2, ?3, ?4, ?5, ?6)
        """);

    /// <summary>The common case, without garbage.</summary>
    public void Created(ReadOnlySpan<byte> taskId, ReadOnlySpan<byte> targetId) =>
        created.Text(1, taskId).Text(2, targetId).Integer(3, job.Run).Integer(4, job.Id).Execute();

    public void Write(string taskId, SentRow row, RowDecision decision)
    {
        var message = decision.Message is { Length: > LongestMessage } text ? text[..LongestMessage] : decision.Message;
        var createdRun = decision.TargetId is null ? null : decision.CreatedByUs ? job.Run : row.CreatedRun;
        decided.Text(1, taskId).Integer(2, (int)decision.State).Integer(3, (int)decision.Plan).Text(4, decision.TargetId).Integer(5, createdRun)
            .Integer(6, job.Id).Integer(7, decision.NotCounted ? 0 : 1).Text(8, decision.Code).Text(9, message).Text(10, decision.Changes)
            .Integer(11, decision.Stamp).Execute();
        if (decision.Code is not null)
        {
            attempt.Text(1, taskId).Integer(2, job.Run).Integer(3, job.Id).Text(4, at).Text(5, decision.Code).Text(6, message ?? "").Execute();
        }
    }

    public void Dispose()
    {
        created.Dispose();
        decided.Dispose();
        attempt.Dispose();
    }
}
