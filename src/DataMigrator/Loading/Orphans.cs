using Dapper;
using DataMigrator.Staging;

namespace DataMigrator.Loading;

/// <summary>Legs whose previous leg did not get into the target: reported, never loaded unlinked.</summary>
internal static class Orphans
{
    public const string Code = "PARENT_NOT_LOADED";

    public static async Task FailAsync(RunContext run, bool canChain, CancellationToken cancellationToken)
    {
        var message = canChain
            ? "The previous leg of this call is not in the target, and PreviousCallId can be set on create only. Mend the previous leg's error, then: datamigrator retry."
            : "This call has a previous leg, but PreviousCallId is not createable for this user in the target.";
        var which =
            $"""
            run = @Number AND parent IS NOT NULL AND state IN ({(int)CallState.Pending}, {(int)CallState.Retry})
            AND plan IN ({(int)CallPlan.Create}, {(int)CallPlan.Replace}) AND target_id IS NULL
            """;
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        await scope.Connection.ExecuteAsync(
            $"""
            INSERT INTO attempt (task_id, number, run, job, at, code, message)
            SELECT task_id, (SELECT COALESCE(MAX(number), 0) + 1 FROM attempt a WHERE a.task_id = call.task_id AND a.run = call.run), run, 0, @at, @Code, @message FROM call WHERE {which};
            UPDATE call SET state = {(int)CallState.Failed}, error_code = @Code, error_message = @message WHERE {which};
            """,
            new { run.Number, at = JobStore.Stamp(run.Time.GetUtcNow()), Code, message },
            scope.Transaction).ConfigureAwait(false);
        scope.Commit();
    }
}
