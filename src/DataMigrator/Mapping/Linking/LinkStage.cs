using Dapper;
using DataMigrator.Staging;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace DataMigrator.Mapping.Linking;

/// <summary>Table call → groups of one link key, of this run and earlier ones → merged duplicates and chained legs. Can be run again; a kill costs nothing.</summary>
internal sealed class LinkStage(RunContext run, LinkRule rule)
{
    /// <summary>Groups per transaction.</summary>
    private const int AtOnce = 500;

    private const string Groups = "SELECT link_key FROM call WHERE link_key IS NOT NULL GROUP BY link_key HAVING COUNT(*) > 1 UNION SELECT link_key FROM relink";

    private long leftOut;

    /// <param name="touched">Keys of calls that were mapped just now; null = look at every group.</param>
    /// <param name="state">Kept in run.linked at the end.</param>
    public async Task RunAsync(IReadOnlyCollection<long>? touched, string state, CancellationToken cancellationToken)
    {
        // Made once the first calls are there: sorting them all is far cheaper than inserting hashes one by one. Later runs keep it up to date.
        await run.Staging.MaintainAsync("CREATE INDEX IF NOT EXISTS call_link ON call (link_key) WHERE link_key IS NOT NULL", cancellationToken).ConfigureAwait(false);
        using (var reader = run.Staging.OpenReader())
        {
            var keys = touched is null ? Keys(reader, Groups) : touched.Concat(Keys(reader, "SELECT link_key FROM relink")).Distinct();
            long done = 0;
            foreach (var batch in keys.Chunk(AtOnce))
            {
                await LinkAsync(reader, batch, cancellationToken).ConfigureAwait(false);
                run.Progress.Report(new StageProgress("linking", done += batch.Length, null));
            }
        }

        if (leftOut > 0)
        {
            run.Log.LogWarning("{Count} Tasks are no duplicates any more, but their values were purged or mapped to other fields: extract their range again ('read again' in the reasons).", leftOut);
        }

        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        scope.Connection.Execute("DELETE FROM relink; UPDATE run SET linked = @state WHERE number = @Number", new { state, run.Number }, scope.Transaction);
        scope.Commit();
    }

    private async Task LinkAsync(SqliteConnection reader, long[] keys, CancellationToken cancellationToken)
    {
        using var snapshot = new Snapshot(reader);
        using var members = new GroupReader(reader, run);
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        using (var writer = new LinkWriter(scope, run))
        {
            foreach (var key in keys)
            {
                Write(writer, members.Read(key));
            }
        }

        scope.Commit();
    }

    /// <summary>
    /// A duplicate that stands for itself again, but whose values can't be written here, stays out, by name, and the others are linked as if it were not there:
    /// a leg must not wait for a parent that nobody loads.
    /// </summary>
    private void Write(LinkWriter writer, List<StagedCall> group)
    {
        while (true)
        {
            var decided = LinkGroup.Decide(group.Select(call => call.Member), rule).Select(outcome => (Call: group.First(call => ReferenceEquals(call.Member, outcome.Member)), Outcome: outcome)).ToList();
            var lost = decided.Where(pair => pair.Outcome.MergedInto is null && pair.Call is { Door: not TaskDoor.Mapped, MayChange: false }).Select(pair => pair.Call).ToList();
            if (lost.Count == 0)
            {
                decided.ForEach(pair => writer.Write(pair.Call, pair.Outcome, rule.MergedIdsField));
                return;
            }

            lost.ForEach(writer.LeaveOut);
            leftOut += lost.Count;
            group.RemoveAll(lost.Contains);
        }
    }

    private static IEnumerable<long> Keys(SqliteConnection reader, string sql)
    {
        using var rows = new Statement(reader, sql);
        while (rows.Step())
        {
            yield return rows.Integer(0);
        }
    }
}
