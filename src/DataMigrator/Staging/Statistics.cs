using Dapper;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>One cell of table statistic.</summary>
/// <param name="Section">See <see cref="StatisticSections"/>.</param>
/// <param name="Side"><c>task</c> = what the Tasks say, <c>call</c> = what the target org holds; other sections name their own.</param>
internal sealed record Statistic(string Section, string Name, string Side, long Count, long Seconds = 0);

/// <summary>Names of statistic.section.</summary>
internal static class StatisticSections
{
    /// <summary>Name <c>2024-03</c> (UTC month of the start), sides task and call.</summary>
    public const string Month = "month";

    /// <summary>Name = CallType, sides task and call.</summary>
    public const string Type = "type";

    /// <summary>Name = outcome of the call, sides task and call.</summary>
    public const string Outcome = "outcome";

    /// <summary>Name = OwnerId, sides task and call.</summary>
    public const string Owner = "owner";

    /// <summary>Name = <c>start.Subject</c>, <c>from.Who</c>, <c>to.User</c>, …; side task.</summary>
    public const string How = "how";

    /// <summary>Name = field, side compared, normalised, different, tolerance (units of the field), or why it was not compared.</summary>
    public const string Field = "field";

    /// <summary>Name = stage, side = door, count = rows; side <c>milliseconds</c> = its duration.</summary>
    public const string Stage = "stage";

    /// <summary>Name = source, target or a stage; side = requests, retries, …</summary>
    public const string Api = "api";
}

/// <summary>Writes and reads table statistic.</summary>
internal static class Statistics
{
    public const string Task = "task";
    public const string Call = "call";

    /// <summary>Replaces the cells of the sections that <paramref name="cells"/> name; other sections stay.</summary>
    public static async Task ReplaceAsync(StagingDatabase staging, long run, IReadOnlyCollection<Statistic> cells, CancellationToken cancellationToken)
    {
        using var scope = await staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        foreach (var section in cells.Select(c => c.Section).Distinct(StringComparer.Ordinal))
        {
            await scope.Connection.ExecuteAsync("DELETE FROM statistic WHERE run = @run AND section = @section", new { run, section }, scope.Transaction).ConfigureAwait(false);
        }

        Insert(scope, run, cells);
        scope.Commit();
    }

    /// <summary>Adds or overwrites single cells, such as the duration of one stage.</summary>
    public static async Task PutAsync(StagingDatabase staging, long run, IReadOnlyCollection<Statistic> cells, CancellationToken cancellationToken)
    {
        using var scope = await staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        Insert(scope, run, cells);
        scope.Commit();
    }

    /// <summary>All cells of a run in a stable order.</summary>
    public static List<Statistic> Read(SqliteConnection reader, long run) =>
        reader.Rows(
            "SELECT section, name, side, count, seconds FROM statistic WHERE run = ?1 ORDER BY section, name, side",
            run,
            s => new Statistic(s.String(0)!, s.String(1)!, s.String(2)!, s.Integer(3), s.Integer(4)));

    private static void Insert(WriteScope scope, long run, IEnumerable<Statistic> cells)
    {
        using var insert = scope.Prepare("INSERT OR REPLACE INTO statistic (run, section, name, side, count, seconds) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        foreach (var cell in cells)
        {
            insert.Integer(1, run).Text(2, cell.Section).Text(3, cell.Name).Text(4, cell.Side).Integer(5, cell.Count).Integer(6, cell.Seconds).Execute();
        }
    }
}
