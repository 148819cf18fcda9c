using System.Runtime.CompilerServices;
using Dapper;
using DataMigrator.Staging;
using Microsoft.Data.Sqlite;
using Salesforce.Force.Bulk;

namespace DataMigrator.Loading;

/// <summary>Cuts what is still to be sent into jobs, bounded by rows and bytes, as they are asked for. What is in a job already is never cut again.</summary>
internal sealed class JobPlanner(RunContext run, JobStore store, LoadColumns columns)
{
    /// <summary>A chunk of Bulk API 2.0: rows that share one transaction. Smaller jobs bring nothing but requests.</summary>
    private const int Chunk = 200;

    /// <summary>What a row of CSV may be longer than its payload: PreviousCallId and a comma.</summary>
    private const int PerRow = 20;

    /// <summary>Creates without a parent, after the key ?1 of the run ?2, in key order.</summary>
    private static readonly string FirstCreates =
        $"""
        FROM call c CROSS JOIN payload d ON d.id = c.payload
        WHERE c.task_id > ?1 AND c.run = ?2 AND c.plan = {(int)CallPlan.Create} AND c.state = {(int)CallState.Pending} AND c.parent IS NULL ORDER BY c.task_id
        """;

    private int RowsPerJob => Math.Max(1, run.Settings.RowsPerJob);

    /// <summary>
    /// Creates without a parent, in key order: most of what there is, so a job is no more than a key range. Calls with a parent wait: PreviousCallId
    /// can be set on create only.
    /// </summary>
    public async IAsyncEnumerable<IngestJob> FirstCreatesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        while (NextRange(after) is { } range)
        {
            after = range.Last;
            yield return await store.AddRangeAsync(
                IngestOperation.Upsert, columns.Create, range.First, range.Last, range.Rows, range.Bytes, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Changed, updateable columns, one kind of job per set of columns.</summary>
    public async IAsyncEnumerable<IngestJob> UpdatesAsync(int round, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var set in await ColumnSetsAsync().ConfigureAwait(false))
        {
            var where = $"{IsUpdate} AND {Waiting(round)} AND {ChangedFields} = @set";
            await foreach (var job in CutAsync(IngestOperation.Update, round, columns.Update(set.Split(',')), where, set, cancellationToken).ConfigureAwait(false))
            {
                yield return job;
            }
        }
    }

    /// <summary>
    /// Deletes what is to be replaced and can be created again at once: a leg only when the leg before it is in the target to stay, or it could be lost with a
    /// previous leg that the org refuses.
    /// </summary>
    /// <param name="most">Rows at most; null = all.</param>
    public IAsyncEnumerable<IngestJob> DeletesAsync(int round, int? most, CancellationToken cancellationToken) => CutAsync(
        IngestOperation.Delete, round, columns.Delete, $"c.plan = {(int)CallPlan.Replace} AND {Waiting(round)} AND c.target_id IS NOT NULL AND {ParentStays}", null, cancellationToken, most);

    /// <summary>Creates of a later round: sent before, replaced, or children whose parent is in the target now.</summary>
    public IAsyncEnumerable<IngestJob> LaterCreatesAsync(int round, CancellationToken cancellationToken) => CutAsync(
        IngestOperation.Upsert,
        round,
        columns.Create,
        $"""
        c.target_id IS NULL AND c.plan IN ({(int)CallPlan.Create}, {(int)CallPlan.Replace}) AND c.state IN ({(int)CallState.Pending}, {(int)CallState.Retry})
        AND {ParentStays}
        """,
        null,
        cancellationToken);

    private string ParentStays =>
        $"""
        (c.parent IS NULL OR ({(columns.CanChain ? 1 : 0)} AND EXISTS (
          SELECT 1 FROM call p WHERE p.task_id = c.parent AND p.target_id IS NOT NULL AND (p.plan <> {(int)CallPlan.Replace} OR p.state = {(int)CallState.Replaced}))))
        """;

    private static readonly string IsUpdate = $"c.plan IN ({(int)CallPlan.Update}, {(int)CallPlan.UpdateInPart})";

    /// <summary>What may be sent of a call's changes: an update with a create-only column is refused as a whole.</summary>
    private const string ChangedFields = "(SELECT group_concat(json_extract(value, '$.field')) FROM json_each(c.changes) WHERE json_extract(value, '$.createOnly') IS NULL)";

    /// <summary>The first round sends what nothing was decided about; later ones also what failed for a while.</summary>
    private static string Waiting(int round) => $"c.state IN ({(int)CallState.Pending}{(round == 0 ? "" : $", {(int)CallState.Retry}")})";

    /// <summary>Rows for one job of a repeat: a tenth each time, so that neighbours that trouble each other are parted; not below one chunk.</summary>
    private int RowsOf(int round)
    {
        var rows = RowsPerJob;
        for (var i = 0; i < round && rows > Chunk; i++)
        {
            rows = Math.Max(Chunk, rows / 10);
        }

        return rows;
    }

    private async Task<IReadOnlyList<string>> ColumnSetsAsync()
    {
        using var reader = run.Staging.OpenReader();
        return (await reader.QueryAsync<string>(
            $"""
            SELECT DISTINCT {ChangedFields} FROM call c WHERE c.run = @Number AND {IsUpdate}
            AND c.state IN ({(int)CallState.Pending}, {(int)CallState.Retry}) AND c.changes IS NOT NULL ORDER BY 1
            """,
            new { run.Number }).ConfigureAwait(false)).AsList();
    }

    private async IAsyncEnumerable<IngestJob> CutAsync(
        IngestOperation operation, int round, IReadOnlyList<string> header, string where, string? set, [EnumeratorCancellation] CancellationToken cancellationToken, int? limit = null)
    {
        var most = RowsOf(round);
        var ids = new List<string>();
        long bytes = 0;
        using var connection = run.Staging.OpenReader();
        using var rows = new Statement(
            connection,
            "SELECT c.task_id, d.json FROM call c CROSS JOIN payload d ON d.id = c.payload "
            + $"WHERE c.run = ?1 AND {where.Replace("@set", "?2", StringComparison.Ordinal)} ORDER BY {JobRows.LockOrder(run.Mapping)} LIMIT ?3")
            .Integer(1, run.Number).Integer(3, limit ?? -1);
        if (set is not null)
        {
            rows.Text(2, set);
        }

        // The whole selection is one snapshot: rows that change state while its jobs run are not seen again here.
        while (rows.Step())
        {
            var size = rows.Text(1).Length + PerRow;
            if (ids.Count > 0 && (ids.Count == most || bytes + size > run.Settings.BytesPerJob))
            {
                yield return await store.AddRowsAsync(operation, round, header, ids, bytes, cancellationToken).ConfigureAwait(false);
                ids.Clear();
                bytes = 0;
            }

            ids.Add(rows.String(0)!);
            bytes += size;
        }

        if (ids.Count > 0)
        {
            yield return await store.AddRowsAsync(operation, round, header, ids, bytes, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>As many rows as a job may have; fewer if they are long; null if none is left.</summary>
    private (string First, string Last, long Rows, long Bytes)? NextRange(string? after)
    {
        using var connection = run.Staging.OpenReader();

        // The first key is asked for by itself: comparing texts for it row by row costs as much as a pass over call.
        using var first = new Statement(connection, $"SELECT c.task_id {FirstCreates} LIMIT 1").Text(1, after ?? "").Integer(2, run.Number);
        if (!first.Step())
        {
            return null;
        }

        // SQLite adds them up: half the price of stepping through them.
        using var sums = new Statement(
            connection, $"SELECT COUNT(*), SUM(size), MAX(id) FROM (SELECT c.task_id AS id, LENGTH(CAST(d.json AS BLOB)) AS size {FirstCreates} LIMIT {RowsPerJob})")
            .Text(1, after ?? "").Integer(2, run.Number);
        sums.Step();
        var (rows, bytes) = (sums.Integer(0), sums.Integer(1) + (sums.Integer(0) * PerRow));
        return bytes <= run.Settings.BytesPerJob ? (first.String(0)!, sums.String(2)!, rows, bytes) : CutRange(connection, after, first.String(0)!);
    }

    /// <summary>Rows up to the bound of bytes, one at least.</summary>
    private (string First, string Last, long Rows, long Bytes) CutRange(SqliteConnection connection, string? after, string first)
    {
        using var rows = new Statement(connection, $"SELECT c.task_id, d.json {FirstCreates}").Text(1, after ?? "").Integer(2, run.Number);
        TaskKey last = default;
        long count = 0, bytes = 0;
        while (count < RowsPerJob && rows.Step())
        {
            var size = rows.Text(1).Length + PerRow;
            if (count > 0 && bytes + size > run.Settings.BytesPerJob)
            {
                break;
            }

            TaskKey.TryRead(rows.Text(0), out last);
            count++;
            bytes += size;
        }

        return (first, last.ToString(), count, bytes);
    }
}
