using Dapper;
using DataMigrator.Staging;
using Salesforce.Force.Bulk;

namespace DataMigrator.Loading;

/// <summary>Counts loading's doors from staging: the books, whoever ran what and however often it was interrupted.</summary>
internal static class LoadingBooks
{
    /// <summary>What loading did with the calls of a run.</summary>
    public static async Task<LoadingResult> DoneAsync(StagingDatabase staging, long run)
    {
        var cells = await CellsAsync(staging, run).ConfigureAwait(false);
        long Of(CallState state) => cells.Where(c => c.State == (int)state).Sum(c => c.Count);
        return new LoadingResult(
            cells.Sum(c => c.Count),
            Of(CallState.Created),
            Of(CallState.Updated),
            Of(CallState.Replaced),
            Of(CallState.Unchanged),
            Of(CallState.Blocked),
            Of(CallState.Failed),
            Of(CallState.Pending) + Of(CallState.Retry) + Of(CallState.RolledBack),
            await ErrorsAsync(staging, run).ConfigureAwait(false),
            cells.Where(c => c.Plan == (int)CallPlan.Native && c.State == (int)CallState.Unchanged).Sum(c => c.Count));
    }

    /// <summary>What loading would do, under the same names; <c>Left</c> = not compared.</summary>
    public static async Task<LoadingResult> PlannedAsync(StagingDatabase staging, long run)
    {
        var cells = await CellsAsync(staging, run).ConfigureAwait(false);
        long Of(CallPlan plan) => cells.Where(c => c.Plan == (int)plan).Sum(c => c.Count);
        return new LoadingResult(
            cells.Sum(c => c.Count),
            Of(CallPlan.Create),
            Of(CallPlan.Update),
            Of(CallPlan.Replace),
            Of(CallPlan.Unchanged) + Of(CallPlan.Native),
            Of(CallPlan.Blocked),
            0,
            Of(CallPlan.Undecided),
            [],
            Of(CallPlan.Native));
    }

    private static async Task<IReadOnlyList<(long Plan, long State, long Count)>> CellsAsync(StagingDatabase staging, long run)
    {
        using var reader = staging.OpenReader();
        return (await reader.QueryAsync<(long Plan, long State, long Count)>(
            "SELECT plan, state, COUNT(*) FROM call WHERE run = @run GROUP BY plan, state", new { run }).ConfigureAwait(false)).AsList();
    }

    /// <summary>Errors of rows by code, those overcome included: attempts says how many sendings the worst of them took.</summary>
    /// <param name="only">Errors of jobs of that operation; null = all.</param>
    public static async Task<IReadOnlyList<ErrorCount>> ErrorsAsync(StagingDatabase staging, long run, IngestOperation? only = null)
    {
        using var reader = staging.OpenReader();
        var rows = await reader.QueryAsync<(string Code, long Count, long Attempts, string? Example)>(
            """
            SELECT a.code, COUNT(DISTINCT a.task_id), MAX(c.attempts), MIN(a.task_id) FROM attempt a JOIN call c ON c.task_id = a.task_id
            WHERE a.run = @run AND (@operation IS NULL OR a.job IN (SELECT id FROM job WHERE run = @run AND operation = @operation))
            GROUP BY a.code ORDER BY 2 DESC, 1
            """,
            new { run, operation = only is { } chosen ? IngestJob.Name(chosen) : null }).ConfigureAwait(false);
        return [.. rows.Select(r => new ErrorCount(r.Code, r.Count, (int)r.Attempts, r.Example))];
    }
}
