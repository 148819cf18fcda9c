using Dapper;
using DataMigrator.Staging;

namespace DataMigrator.Mapping;

/// <summary>
/// Empties chunks of earlier runs of which no Task's newest copy is left: a range read again must not be staged twice, or the file would grow with every
/// run. The groups of its page go with it: they are of use with all that the run had read. The rows of the chunk table stay: they are the earlier run's books.
/// </summary>
internal static class SupersededChunks
{
    /// <summary>Looking through table task pays off once this share of all staged rows is superseded.</summary>
    private const double WorthIt = 0.25;

    public static async Task DropAsync(RunContext run, CancellationToken cancellationToken)
    {
        HashSet<long> dead = [];
        using (var reader = run.Staging.OpenReader())
        {
            var rows = reader.ExecuteScalar<long>("SELECT COALESCE(SUM(rows), 0) FROM chunk WHERE LENGTH(data) > 0");
            var tasks = reader.ExecuteScalar<long>("SELECT COUNT(*) FROM task");
            if (rows - tasks <= rows * WorthIt)
            {
                return;
            }

            dead.UnionWith(reader.Query<long>("SELECT id FROM chunk WHERE run <> @Number AND LENGTH(data) > 0 AND mapped IS NOT NULL", new { run.Number }));
            using var alive = new Statement(reader, "SELECT chunk FROM task");
            while (dead.Count > 0 && alive.Step())
            {
                dead.Remove(alive.Integer(0));
            }
        }

        foreach (var batch in dead.Order().Chunk(500))
        {
            using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
            using (var uncount = scope.Prepare("DELETE FROM page_groups WHERE (window, page) = (SELECT window, page FROM chunk WHERE id = ?1)"))
            using (var drop = scope.Prepare("UPDATE chunk SET data = x'' WHERE id = ?1"))
            {
                foreach (var id in batch)
                {
                    uncount.Integer(1, id).Execute();
                    drop.Integer(1, id).Execute();
                }
            }

            scope.Commit();
        }
    }
}
