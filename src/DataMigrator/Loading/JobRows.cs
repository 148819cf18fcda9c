using DataMigrator.Mapping;
using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Loading;

/// <summary>
/// The rows of a job, read from staging: for its upload (as often as it is sent) and for its results. A key range means "creates of this run without a
/// parent that nothing was decided about": only the job's own results change that, so the rows stay the same as long as the job is not settled.
/// </summary>
internal static class JobRows
{
    private const string Columns = "SELECT c.task_id, d.json, c.target_id, p.target_id, c.plan, c.attempts, c.created_run ";

    /// <summary>0 task_id, 1 payload, 2 target_id, 3 target_id of the parent, 4 plan, 5 attempts, 6 created_run; in key order.</summary>
    public static Statement InKeyOrder(SqliteConnection connection, IngestJob job) => Prepare(connection, job, "c.task_id");

    /// <summary>
    /// As sent: the first sending in key order, repeats sorted by the records that get locked, so that children of one parent
    /// are not in two chunks or jobs at once (Bulk API 2.0 guide, "Organize Batches to Minimize Lock Contention").
    /// </summary>
    public static Statement AsSent(SqliteConnection connection, IngestJob job, ICompiledMapping mapping) =>
        Prepare(connection, job, job.Round == 0 ? "c.task_id" : LockOrder(mapping));

    /// <summary>ORDER BY list: related record, owner, key; of call as c with its payload as d.</summary>
    public static string LockOrder(ICompiledMapping mapping)
    {
        var terms = new[] { "RelatedRecordId", "OwnerId" }
            .Select(name => IndexOf(mapping, name)).Where(index => index >= 0).Select(index => $"json_extract(d.json, '$[{index}]')");
        return string.Join(", ", [.. terms, "c.task_id"]);
    }

    public static int IndexOf(ICompiledMapping mapping, string field)
    {
        for (var i = 0; i < mapping.TargetFields.Count; i++)
        {
            if (string.Equals(mapping.TargetFields[i].Name, field, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    private static Statement Prepare(SqliteConnection connection, IngestJob job, string order)
    {
        if (job.FirstId is not null)
        {
            return new Statement(
                connection,
                Columns + $"""
                FROM call c CROSS JOIN payload d ON d.id = c.payload LEFT JOIN call p ON p.task_id = c.parent
                WHERE c.task_id BETWEEN ?1 AND ?2 AND c.run = ?3 AND c.plan = {(int)CallPlan.Create} AND c.state = {(int)CallState.Pending} AND c.parent IS NULL
                ORDER BY c.task_id
                """).Text(1, job.FirstId).Text(2, job.LastId).Integer(3, job.Run);
        }

        return new Statement(
            connection,
            Columns + $"FROM job_row r CROSS JOIN call c ON c.task_id = r.task_id CROSS JOIN payload d ON d.id = c.payload LEFT JOIN call p ON p.task_id = c.parent WHERE r.job = ?1 ORDER BY {order}")
            .Integer(1, job.Id);
    }
}
