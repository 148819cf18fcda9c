using Dapper;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>
/// Which run answers for a Task: the one whose copy of it was read last and is mapped. Dry runs take part: what they map is theirs, and nobody else's to load.
/// </summary>
internal static class Ownership
{
    /// <summary>
    /// An unfinished run is overtaken once another run has mapped something that was read after this one had begun to read. If it went on, it would leave
    /// out, as repeated, what the other holds; and the other may be a dry run that never loads it.
    /// </summary>
    public static void MarkSuperseded(WriteScope scope, DateTimeOffset now) => scope.Connection.Execute(
        """
        UPDATE run SET state = 'superseded', ended = COALESCE(ended, @now)
        WHERE state IN ('running', 'failed', 'interrupted') AND EXISTS (
          SELECT 1 FROM chunk c WHERE c.run <> run.number AND c.mapped IS NOT NULL AND c.id > (SELECT MIN(id) FROM chunk WHERE run = run.number))
        """,
        new { now = Instants.Text(now) },
        scope.Transaction);

    /// <summary>
    /// Every mapped row of a run is a Task of that run, unless a newer copy of it counts: one of its own (repeated) or another run's (elsewhere). Rows that
    /// are missing were taken over after they had been mapped. Chunks that were emptied keep these counts.
    /// </summary>
    public static string? MovedOn(SqliteConnection reader, long run)
    {
        var (expected, elsewhere) = reader.QueryFirst<(long Expected, long Elsewhere)>(
            """
            SELECT COALESCE(SUM(c.rows - c.repeated), 0), COALESCE(SUM(e.rows), 0) FROM chunk c LEFT JOIN elsewhere e ON e.chunk = c.id
            WHERE c.run = @run AND c.mapped IS NOT NULL
            """,
            new { run });
        if (elsewhere == 0 && expected <= reader.ExecuteScalar<long>("SELECT COUNT(*) FROM task WHERE run = @run", new { run }))
        {
            return null;
        }

        return reader.ExecuteScalar<string?>(
            """
            SELECT id FROM run WHERE number = COALESCE(
              (SELECT run FROM chunk WHERE run <> @run AND mapped IS NOT NULL AND id > (SELECT MIN(id) FROM chunk WHERE run = @run) ORDER BY id DESC LIMIT 1),
              (SELECT MAX(e.run) FROM elsewhere e JOIN chunk c ON c.id = e.chunk WHERE c.run = @run))
            """,
            new { run });
    }
}
