using Dapper;
using DataMigrator.Staging;
using Salesforce.Force.Bulk;

namespace DataMigrator.Loading;

/// <summary>Counts loading's doors from staging: the books, whoever ran what and however often it was interrupted.</summary>
internal static class LoadingBooks
{
    /// <summary>What loading did with the calls of a run.</summary>
    public static Task<LoadingResult> DoneAsync(StagingDatabase staging, long run) => DoneAsync(staging, run, CallCells.Read(staging, run));

    /// <param name="cells">The run's calls as they are now.</param>
    public static async Task<LoadingResult> DoneAsync(StagingDatabase staging, long run, CallCells cells) => new(
        cells.All,
        cells.Of(CallState.Created),
        cells.Of(CallState.Updated),
        cells.Of(CallState.Replaced),
        cells.Of(CallState.Unchanged),
        cells.Of(CallState.Blocked),
        cells.Of(CallState.Failed),
        cells.Of(CallState.Pending) + cells.Of(CallState.Retry) + cells.Of(CallState.RolledBack),
        await ErrorsAsync(staging, run).ConfigureAwait(false),
        cells.Of(CallPlan.Native, CallState.Unchanged)) { UpdatedInPart = cells.Of(CallPlan.UpdateInPart, CallState.Updated) };

    /// <summary>What loading would do, under the same names; <c>Left</c> = not compared.</summary>
    public static LoadingResult Planned(CallCells cells) => new(
        cells.All,
        cells.Of(CallPlan.Create),
        cells.Of(CallPlan.Update) + cells.Of(CallPlan.UpdateInPart),
        cells.Of(CallPlan.Replace),
        cells.Of(CallPlan.Unchanged) + cells.Of(CallPlan.Native),
        cells.Of(CallPlan.Blocked),
        0,
        cells.Of(CallPlan.Undecided),
        [],
        cells.Of(CallPlan.Native)) { UpdatedInPart = cells.Of(CallPlan.UpdateInPart) };

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
