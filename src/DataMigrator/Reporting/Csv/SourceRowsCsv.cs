using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Reporting.Csv;

/// <summary>rejected.csv and failed.csv: why, and the Task as it came with the columns named as in Salesforce, so that it can be mended and loaded again.</summary>
internal static class SourceRowsCsv
{
    private static readonly string[] RejectedColumns = ["reasonField", "reasonRule", "reason", "reasonDetail"];
    private static readonly string[] FailedColumns = ["errorCode", "errorMessage", "attempts", "voiceCallId"];

    // In the order in which the Tasks are stored, so that each chunk is inflated once.
    private const string Rejected =
        """
        SELECT t.chunk, t.ordinal, t.id, r.field, r.rule, r.text, t.detail
        FROM task t LEFT JOIN reason r ON r.id = t.reason WHERE t.run = ?1 AND t.door = 3 ORDER BY t.chunk, t.ordinal
        """;

    private const string Failed =
        """
        SELECT t.chunk, t.ordinal, c.task_id, c.error_code, c.error_message, c.attempts, c.target_id
        FROM call c LEFT JOIN task t ON t.id = c.task_id WHERE c.run = ?1 AND c.state = 6 ORDER BY t.chunk, t.ordinal
        """;

    public static void WriteRejected(SqliteConnection reader, ReportDocument document, Stream output, CancellationToken cancellationToken) =>
        Write(reader, document, Rejected, RejectedColumns, output, cancellationToken);

    public static void WriteFailed(SqliteConnection reader, ReportDocument document, Stream output, CancellationToken cancellationToken) =>
        Write(reader, document, Failed, FailedColumns, output, cancellationToken);

    private static void Write(SqliteConnection reader, ReportDocument document, string sql, string[] columns, Stream output, CancellationToken cancellationToken)
    {
        var fields = document.Mapping?.SourceFields ?? ["Id"];
        using var csv = new ReportCsv(output);
        csv.Header([.. columns, .. fields]);
        using var rows = new Statement(reader, sql);
        using var sources = new SourceRecords(reader, fields);
        rows.Integer(1, document.Run.Number);
        while (rows.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var column = 3; column < 3 + columns.Length; column++)
            {
                csv.Cell(rows.Text(column));
            }

            var found = !rows.IsNull(0) && sources.MoveTo(rows.Integer(0), (int)rows.Integer(1));
            for (var field = 0; field < fields.Count; field++)
            {
                // A purged chunk leaves the id, so that the row can be fetched from the org.
                csv.Cell(found ? sources[field] : field == 0 ? rows.Text(2) : default);
            }

            csv.EndRecord();
        }
    }
}
