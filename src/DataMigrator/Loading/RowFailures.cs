using Dapper;
using DataMigrator.Staging;

namespace DataMigrator.Loading;

/// <summary>Fails calls that were not sent, with the reason: part of the caller's transaction.</summary>
internal static class RowFailures
{
    /// <param name="which">Condition on call; may use @Number.</param>
    public static Task<int> WriteAsync(WriteScope scope, RunContext run, string which, string code, string message) => scope.Connection.ExecuteAsync(
        $"""
        INSERT INTO attempt (task_id, number, run, job, at, code, message)
        SELECT task_id, (SELECT COALESCE(MAX(number), 0) + 1 FROM attempt a WHERE a.task_id = call.task_id AND a.run = call.run), run, 0, @at, @code, @message FROM call WHERE {which};
        UPDATE call SET state = {(int)CallState.Failed}, error_code = @code, error_message = @message WHERE {which};
        """,
        new { run.Number, at = JobStore.Stamp(run.Time.GetUtcNow()), code, message },
        scope.Transaction);
}
