using Dapper;

namespace DataMigrator.Staging;

/// <summary>
/// Removes personal data from staging and reports, and leaves what counts: ids, hashes, doors, reasons, states, target ids, sums. What is removed is
/// overwritten, and the file is rebuilt without it. A purged range can be migrated again: hashes are reset, so that everything is mapped
/// anew. A run that was not finished can't be resumed without its values: it ends here, and the same command begins anew.
/// </summary>
/// <param name="reports">Folder with one folder per run id; null = leave reports alone.</param>
internal sealed class Purge(StagingDatabase staging, string? reports, TimeProvider time)
{
    private const string PurgedOutcome = "(purged)";

    /// <summary>One run's data.</summary>
    /// <exception cref="OperatorException">No such run.</exception>
    public Task<PurgeResult> RunAsync(string runId, CancellationToken cancellationToken)
    {
        var run = new RunStore(staging, time).Get(runId) ?? throw new OperatorException($"There is no run {runId} in {staging.Path}; 'status' lists the runs.");
        return PurgeAsync([run], everything: false, cancellationToken);
    }

    /// <summary>Data of the runs that began before that instant.</summary>
    public Task<PurgeResult> BeforeAsync(DateTimeOffset instant, CancellationToken cancellationToken) =>
        PurgeAsync([.. new RunStore(staging, time).List(int.MaxValue).Where(run => run.Started < instant)], everything: false, cancellationToken);

    /// <summary>All of it, lookups included.</summary>
    public Task<PurgeResult> AllAsync(CancellationToken cancellationToken) =>
        PurgeAsync(new RunStore(staging, time).List(int.MaxValue), everything: true, cancellationToken);

    private async Task<PurgeResult> PurgeAsync(IReadOnlyList<RunRecord> runs, bool everything, CancellationToken cancellationToken)
    {
        var result = new PurgeResult(runs.Count, 0, 0, 0);
        await staging.MaintainAsync("PRAGMA secure_delete = ON", cancellationToken).ConfigureAwait(false);
        using (var scope = await staging.WriteAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var run in runs)
            {
                var parameters = new { run.Number, now = Instants.Text(time.GetUtcNow()) };
                int Execute(string sql) => scope.Connection.Execute(sql, parameters, scope.Transaction);
                result = result with
                {
                    // The row of a chunk stays, for the books; its content goes.
                    Chunks = result.Chunks + Execute("UPDATE chunk SET data = x'' WHERE run = @Number AND LENGTH(data) > 0"),
                    Calls = result.Calls + Execute("UPDATE call SET hash = 0, changes = NULL, error_message = NULL WHERE ABS(run) = @Number"),
                };
                Execute("UPDATE payload SET json = '[]' WHERE id IN (SELECT payload FROM call WHERE ABS(run) = @Number)");
                Execute("UPDATE task SET hash = 0, detail = CASE WHEN door = 2 AND detail LIKE '00T%' AND LENGTH(detail) = 18 THEN detail END WHERE run = @Number");
                Execute("UPDATE attempt SET message = '' WHERE run = @Number");
                Execute("UPDATE finding SET expected = NULL, found = NULL, note = NULL WHERE run = @Number");
                // Outcomes are what agents typed: names and numbers may be among them.
                Execute(
                    $"""
                    INSERT OR REPLACE INTO statistic (run, section, name, side, count, seconds)
                      SELECT run, section, '{PurgedOutcome}', side, SUM(count), SUM(seconds) FROM statistic WHERE run = @Number AND section = '{StatisticSections.Outcome}' GROUP BY side;
                    DELETE FROM statistic WHERE run = @Number AND section = '{StatisticSections.Outcome}' AND name <> '{PurgedOutcome}';
                    """);
                Execute("DELETE FROM reference WHERE run = @Number");
                Execute("DELETE FROM page_groups WHERE window IN (SELECT id FROM window WHERE run = @Number)");
                Execute($"UPDATE run SET purged = @now, lookups = NULL, state = CASE WHEN state IN ('{RunStates.Running}', '{RunStates.Failed}', '{RunStates.Interrupted}') THEN '{RunStates.Purged}' ELSE state END WHERE number = @Number");
            }

            if (everything || scope.Connection.ExecuteScalar<long>("SELECT COUNT(*) FROM run WHERE purged IS NULL", null, scope.Transaction) == 0)
            {
                scope.Connection.Execute("DELETE FROM lookup", null, scope.Transaction);
            }

            scope.Commit();
        }

        // VACUUM writes the file anew without what is free; the checkpoint empties the log, which still holds old pages.
        await staging.MaintainAsync("VACUUM; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA secure_delete = OFF;", cancellationToken).ConfigureAwait(false);
        return result with { Reports = runs.Count(run => DeleteReport(run.Id)) };
    }

    private bool DeleteReport(string runId)
    {
        var folder = reports is null ? null : Path.Combine(reports, runId);
        if (folder is null || !Directory.Exists(folder))
        {
            return false;
        }

        Directory.Delete(folder, recursive: true);
        return true;
    }
}

/// <summary>What was removed.</summary>
/// <param name="Chunks">Blocks of staged Tasks.</param>
/// <param name="Calls">Calls whose values are gone.</param>
/// <param name="Reports">Report folders.</param>
internal sealed record PurgeResult(int Runs, long Chunks, long Calls, int Reports);
