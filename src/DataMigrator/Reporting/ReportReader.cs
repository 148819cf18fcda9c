using System.Text.Json;
using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Reporting;

/// <summary>Reads what a report shows. Staging only, never the network; aggregates and bounded samples, never all rows.</summary>
internal static class ReportReader
{
    /// <exception cref="ReportException">The staging file has no such run.</exception>
    public static ReportDocument Read(SqliteConnection reader, string runId, CancellationToken cancellationToken)
    {
        var run = Run(reader, runId);
        var mapping = run.Mapping is null ? null : Mapping(reader, run.Mapping);
        var statistics = Statistics.Read(reader, run.Number);
        if (mapping is not null && !statistics.Any(s => s.Section == StatisticSections.Month))
        {
            // Reconciliation did not get there (dry run before a migration, or interrupted): what the Tasks say can still be drawn.
            statistics.AddRange(ExpectedStatistics.Read(reader, run.Number, mapping.TargetFields, cancellationToken));
        }

        var result = Result(run) ?? BooksFromStaging.Read(reader, run, statistics);
        var durations = statistics.Where(s => s is { Section: StatisticSections.Stage, Side: "milliseconds" }).ToDictionary(s => s.Name, s => s.Count, StringComparer.Ordinal);
        var books = StageBooks.Of(result, durations);
        var findings = Findings(reader, run.Number);
        var (changes, samples) = PlannedChanges.Read(reader, run.Number);
        return new(
            run, result, mapping, books, Verdict.Of(run, result, books, findings), statistics, findings,
            changes, samples, Windows(reader, run.Number), LinkCounts.Read(reader, run.Number),
            reader.Scalar($"SELECT COUNT(*) FROM task WHERE run = ?1 AND door = {(int)TaskDoor.Rejected}", run.Number));
    }

    private static ReportRun Run(SqliteConnection reader, string id)
    {
        using var statement = new Statement(
            reader,
            """
            SELECT number, id, command, executed, range_from, range_to, range_field, row_limit, source_org, target_org, mapping, state, stage, started, ended, exit_code, settings, result
            FROM run WHERE id = ?1
            """);
        if (!statement.Text(1, id).Step())
        {
            throw new ReportException($"The staging file has no run '{id}'. 'datamigrator status' lists the runs.");
        }

        return new(
            statement.Integer(0), statement.String(1)!, statement.String(2)!, statement.Integer(3) != 0, statement.String(4), statement.String(5), statement.String(6)!,
            statement.IsNull(7) ? null : statement.Integer(7), statement.String(8), statement.String(9), statement.String(10), statement.String(11)!, statement.String(12),
            statement.String(13)!, statement.String(14), statement.IsNull(15) ? null : statement.Integer(15), statement.String(16)!, statement.String(17));
    }

    private static MigrationResult? Result(ReportRun run)
    {
        try
        {
            return ResultJson.Read(run.Result);
        }
        catch (JsonException ex)
        {
            throw new ReportException($"The stored result of run {run.Id} can't be read: {ex.Message}", ex);
        }
    }

    /// <summary>The mapping a run was made with; null if the staging file no longer has it.</summary>
    public static MappingRecord? Mapping(SqliteConnection reader, string version)
    {
        using var statement = new Statement(reader, "SELECT version, name, text, source_fields, target_fields FROM mapping WHERE version = ?1");
        return statement.Text(1, version).Step()
            ? new(statement.String(0)!, statement.String(1)!, statement.String(2)!, Names(statement.String(3)!), Names(statement.String(4)!))
            : null;
    }

    private static List<string> Names(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(e => (e.ValueKind == JsonValueKind.String ? e : e.GetProperty("name")).GetString()!)];
    }

    private static List<FindingGroup> Findings(SqliteConnection reader, long run) =>
        reader.Rows(
            """
            SELECT check_name, class, status, field, COUNT(*), MIN(coalesce(task_id, call_id)) FROM finding WHERE run = ?1
            GROUP BY check_name, class, status, field ORDER BY status = 'open' DESC, COUNT(*) DESC, check_name, class, field
            """,
            run,
            s => new FindingGroup(s.String(0)!, s.String(1)!, s.String(2)!, s.String(3), s.Integer(4), s.String(5)));

    private static List<WindowNote> Windows(SqliteConnection reader, long run) =>
        reader.Rows(
            "SELECT starts, ends, expected, rows, state, note FROM window WHERE run = ?1 AND state <> 'split' AND (note IS NOT NULL OR state <> 'read' OR expected <> rows) ORDER BY starts LIMIT 200",
            run,
            s => new WindowNote(s.String(0)!, s.String(1)!, s.IsNull(2) ? null : s.Integer(2), s.Integer(3), s.String(4)!, s.String(5)));
}
