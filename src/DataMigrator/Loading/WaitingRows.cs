using Dapper;
using DataMigrator.Staging;

namespace DataMigrator.Loading;

/// <summary>What is still to be sent, counted in one pass.</summary>
/// <param name="Deletes">To be replaced, still in the target.</param>
/// <param name="Failing">Of all of them: sent and refused for a while.</param>
internal sealed record WaitingRows(long Creates, long Updates, long Deletes, long Failing)
{
    public long All => Creates + Updates + Deletes;

    public static async Task<WaitingRows> CountAsync(RunContext run)
    {
        using var reader = run.Staging.OpenReader();
        return await reader.QuerySingleAsync<WaitingRows>(
            $"""
            SELECT COALESCE(SUM(plan = {(int)CallPlan.Create} OR (plan = {(int)CallPlan.Replace} AND target_id IS NULL)), 0) AS Creates,
              COALESCE(SUM(plan = {(int)CallPlan.Update}), 0) AS Updates,
              COALESCE(SUM(plan = {(int)CallPlan.Replace} AND target_id IS NOT NULL), 0) AS Deletes,
              COALESCE(SUM(state = {(int)CallState.Retry} AND error_code IS NOT NULL), 0) AS Failing
            FROM call WHERE run = @Number AND state IN ({(int)CallState.Pending}, {(int)CallState.Retry})
              AND plan IN ({(int)CallPlan.Create}, {(int)CallPlan.Update}, {(int)CallPlan.Replace})
            """,
            new { run.Number }).ConfigureAwait(false);
    }
}
