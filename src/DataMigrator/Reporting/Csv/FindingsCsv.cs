using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Reporting.Csv;

/// <summary>findings.csv: one flat row per difference. changes.csv: one per field that a plan changes.</summary>
internal static class FindingsCsv
{
    private static readonly string[] Header = ["check", "class", "status", "object", "taskId", "callId", "field", "expected", "found", "note"];

    /// <summary>Open findings first, then in the order they were found.</summary>
    public const string Query =
        """
        SELECT check_name, class, status, object, task_id, call_id, field, expected, found, note
        FROM finding WHERE run = ?1 ORDER BY status <> 'open', id
        """;

    public static void Write(SqliteConnection reader, long run, Stream output, CancellationToken cancellationToken)
    {
        using var csv = new ReportCsv(output);
        csv.Header(Header);
        using var rows = new Statement(reader, Query);
        rows.Integer(1, run);
        while (rows.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var column = 0; column < Header.Length; column++)
            {
                csv.Cell(rows.Text(column));
            }

            csv.EndRecord();
        }
    }

    public static void WriteChanges(IEnumerable<PlannedChange> changes, Stream output, CancellationToken cancellationToken)
    {
        using var csv = new ReportCsv(output);
        csv.Header(["taskId", "plan", "field", "from", "to"]);
        foreach (var change in changes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var value in new[] { change.TaskId, change.Plan, change.Field, change.From, change.To })
            {
                csv.Cell(value);
            }

            csv.EndRecord();
        }
    }
}
