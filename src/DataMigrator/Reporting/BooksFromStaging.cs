using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Reporting;

/// <summary>The result of a run that ended before it could write one, counted from the tables.</summary>
internal static class BooksFromStaging
{
    public static MigrationResult Read(SqliteConnection reader, ReportRun run, IReadOnlyList<Statistic> statistics)
    {
        var result = new MigrationResult
        {
            RunId = run.Id,
            Command = run.Command,
            Executed = run.Executed,
            From = Instant(run.From),
            To = Instant(run.To),
            ExitCode = (int)(run.ExitCode ?? 0),
            Seconds = Instant(run.Started) is { } started && Instant(run.Ended) is { } ended ? (ended - started).TotalSeconds : 0,
            Extraction = Extraction(reader, run.Number),
            Mapping = Mapping(reader, run.Number),
            Loading = Loading(reader, run),
            Reconciliation = Reconciliation(statistics),
        };
        return result with { BooksBalance = StageBooks.Of(result).All(b => b.Balances) };
    }

    private static ExtractionResult? Extraction(SqliteConnection reader, long run)
    {
        // What is missing from a window that was read is nobody's to explain away: only windows still to be read have rows left.
        var (windows, expected, rows, left) = reader.Rows(
            """
            SELECT COUNT(*), SUM(coalesce(expected, rows)), SUM(rows),
                   SUM(CASE WHEN state <> 'read' AND coalesce(note, '') NOT LIKE 'unexplained: %' THEN MAX(coalesce(expected, rows) - rows, 0) ELSE 0 END)
            FROM window WHERE run = ?1 AND state <> 'split'
            """,
            run,
            s => (s.Integer(0), s.Integer(1), s.Integer(2), s.Integer(3)))[0];
        var pages = reader.Scalar("SELECT COUNT(*) FROM page WHERE window IN (SELECT id FROM window WHERE run = ?1)", run);
        return windows == 0 ? null : new(expected, rows, pages, 0) { Left = left };
    }

    private static MappingResult? Mapping(SqliteConnection reader, long run)
    {
        var doors = reader.Rows("SELECT door, COUNT(*) FROM task WHERE run = ?1 GROUP BY door", run, s => (Door: s.Integer(0), Count: s.Integer(1))).ToDictionary(d => d.Door, d => d.Count);
        var (staged, repeated, left) = reader.Rows(
            "SELECT SUM(rows), SUM(repeated), SUM(CASE WHEN mapped IS NULL THEN rows ELSE 0 END) FROM chunk WHERE run = ?1", run, s => (s.Integer(0), s.Integer(1), s.Integer(2)))[0];
        if (doors.Count == 0 && staged == 0)
        {
            return null;
        }

        long Count(TaskDoor door) => doors.GetValueOrDefault((long)door);
        var reasons = reader.Rows(
            """
            SELECT r.kind, r.field, r.rule, r.text, COUNT(*), MIN(t.id)
            FROM task t JOIN reason r ON r.id = t.reason WHERE t.run = ?1
            GROUP BY r.id ORDER BY COUNT(*) DESC, r.kind, r.field, r.rule, r.text
            """,
            run,
            s => new ReasonCount(s.String(0)!, s.String(1)!, s.String(2)!, s.String(3)!, s.Integer(4), s.String(5)));
        var links = LinkCounts.Read(reader, run);
        return new(staged, Count(TaskDoor.Mapped), Count(TaskDoor.Skipped) + repeated, Count(TaskDoor.Rejected), left, reasons)
        {
            Merged = links.Merged,
            Chained = links.Chained,
            SeveralLegs = links.SeveralLegs,
        };
    }

    private static LoadingResult? Loading(SqliteConnection reader, ReportRun run)
    {
        var cells = CallCells.Read(reader, run.Number);
        return cells.All == 0 ? null : run.Executed ? LoadingBooks.Done(reader, run.Number, cells) : LoadingBooks.Planned(cells);
    }

    private static ReconciliationResult? Reconciliation(IReadOnlyList<Statistic> statistics)
    {
        var doors = statistics.Where(s => s is { Section: StatisticSections.Stage, Name: "reconciliation" }).ToDictionary(s => s.Side, StringComparer.Ordinal);
        if (!doors.TryGetValue("read", out var read))
        {
            return null;
        }

        long Count(string side) => doors.TryGetValue(side, out var cell) ? cell.Count : 0;
        return new(read.Count, Count("matched"), Count("mismatched"), Count("missing"), Count("extra"),
            new(doors.GetValueOrDefault("sourceSeconds")?.Seconds ?? 0, doors.GetValueOrDefault("targetSeconds")?.Seconds ?? 0)) { NotRead = Count("notRead") };
    }

    private static DateTimeOffset? Instant(string? text) =>
        text is null ? null : DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);
}
