using DataMigrator.Mapping;
using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Loading;

/// <summary>
/// The rows of a job, read from staging: with their values for its upload (as often as it is sent), without them for its results. A key range means "creates of
/// this run without a parent that nothing was decided about": only the job's own results change that, so the rows stay the same as long as the job is not settled.
/// </summary>
internal static class JobRows
{
    private const string Values = "CROSS JOIN payload d ON d.id = c.payload LEFT JOIN call p ON p.task_id = c.parent";

    /// <summary>What the books know of each row, in key order: 0 task_id, 1 target_id, 2 plan, 3 attempts, 4 created_run.</summary>
    public static Statement InKeyOrder(SqliteConnection connection, IngestJob job) =>
        Prepare(connection, job, "c.task_id, c.target_id, c.plan, c.attempts, c.created_run", "", "c.task_id");

    /// <summary>
    /// What is sent: 0 task_id, 1 payload, 2 target_id, 3 target_id of the parent. The first sending in key order, repeats sorted by the records that get locked, so
    /// that children of one parent are not in two chunks or jobs at once (Bulk API 2.0 guide, "Organize Batches to Minimize Lock Contention").
    /// </summary>
    public static Statement AsSent(SqliteConnection connection, IngestJob job, ICompiledMapping mapping) =>
        Prepare(connection, job, "c.task_id, d.json, c.target_id, p.target_id", Values, job.Round == 0 ? "c.task_id" : LockOrder(mapping));

    /// <summary>ORDER BY list: related record, owner, key; of call as c with its payload as d.</summary>
    public static string LockOrder(ICompiledMapping mapping)
    {
        var terms = new[] { "RelatedRecordId", "OwnerId" }
            .Select(name => IndexOf(mapping, name)).Where(index => index >= 0).Select(index => Payload.Value("d.json", index));
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

    /// <summary>The condition that names the rows of a job over a key range: ?1 and ?2 = its first and last key, ?3 = its run.</summary>
    /// <param name="call">Alias of call, with its dot; may be empty.</param>
    public static string InRange(string call) =>
        $"{call}task_id BETWEEN ?1 AND ?2 AND {call}run = ?3 AND {call}plan = {(int)CallPlan.Create} AND {call}state = {(int)CallState.Pending} AND {call}parent IS NULL";

    private static Statement Prepare(SqliteConnection connection, IngestJob job, string columns, string joins, string order) => job.FirstId is not null
        ? new Statement(connection, $"SELECT {columns} FROM call c {joins} WHERE {InRange("c.")} ORDER BY c.task_id")
            .Text(1, job.FirstId).Text(2, job.LastId).Integer(3, job.Run)
        : new Statement(
            connection, $"SELECT {columns} FROM job_row r CROSS JOIN call c ON c.task_id = r.task_id {joins} WHERE r.job = ?1 ORDER BY {order}").Integer(1, job.Id);
}
