using Dapper;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>Counts loading's doors from staging: the books, whoever ran what and however often it was interrupted.</summary>
internal static class LoadingBooks
{
    /// <summary>What loading did with the calls of a run.</summary>
    public static LoadingResult Done(StagingDatabase staging, long run)
    {
        using var reader = staging.OpenReader();
        return Done(reader, run, CallCells.Read(reader, run));
    }

    /// <param name="cells">The run's calls as they are now.</param>
    public static LoadingResult Done(SqliteConnection reader, long run, CallCells cells) => new(
        cells.All,
        cells.Of(CallState.Created),
        cells.Of(CallState.Updated),
        cells.Of(CallState.Replaced),
        cells.Of(CallState.Unchanged),
        cells.Of(CallState.Blocked),
        cells.Of(CallState.Failed),
        cells.Of(CallState.Pending) + cells.Of(CallState.Retry) + cells.Of(CallState.RolledBack),
        Errors(reader, run),
        cells.Of(CallPlan.Native, CallState.Unchanged)) { UpdatedInPart = cells.UpdatedInPart };

    /// <summary>What loading would do, under the same names; <c>Left</c> = not compared. What the run has done already is in place, and what failed is for retry.</summary>
    public static LoadingResult Planned(CallCells cells)
    {
        long Done(CallPlan plan) => cells.Of(plan, plan switch
        {
            CallPlan.Create => CallState.Created,
            CallPlan.Replace => CallState.Replaced,
            _ => CallState.Updated,
        });
        long ToDo(CallPlan plan) => cells.Of(plan) - Done(plan) - cells.Of(plan, CallState.Failed);
        CallPlan[] sent = [CallPlan.Create, CallPlan.Update, CallPlan.UpdateInPart, CallPlan.Replace];
        return new(
            cells.All,
            ToDo(CallPlan.Create),
            ToDo(CallPlan.Update) + ToDo(CallPlan.UpdateInPart),
            ToDo(CallPlan.Replace),
            cells.Of(CallPlan.Unchanged) + cells.Of(CallPlan.Native) + sent.Sum(Done),
            cells.Of(CallPlan.Blocked),
            sent.Sum(plan => cells.Of(plan, CallState.Failed)),
            cells.Of(CallPlan.Undecided),
            [],
            cells.Of(CallPlan.Native)) { UpdatedInPart = ToDo(CallPlan.UpdateInPart) };
    }

    /// <summary>Errors of rows by code, those overcome included: attempts says how many sendings the worst of them took.</summary>
    /// <param name="only">Errors of jobs of that operation (job.operation); null = all.</param>
    public static IReadOnlyList<ErrorCount> Errors(SqliteConnection reader, long run, string? only = null)
    {
        var rows = reader.Query<(string Code, long Count, long Attempts, string? Example)>(
            """
            SELECT a.code, COUNT(DISTINCT a.task_id), MAX(c.attempts), MIN(a.task_id) FROM attempt a JOIN call c ON c.task_id = a.task_id
            WHERE a.run = @run AND (@operation IS NULL OR a.job IN (SELECT id FROM job WHERE run = @run AND operation = @operation))
            GROUP BY a.code ORDER BY 2 DESC, 1
            """,
            new { run, operation = only });
        return [.. rows.Select(r => new ErrorCount(r.Code, r.Count, (int)r.Attempts, r.Example))];
    }
}
