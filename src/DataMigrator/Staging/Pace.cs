using Dapper;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>How fast a running process gets on, and how long it will take at that rate.</summary>
/// <param name="Stage">extraction or loading.</param>
/// <param name="Left">Rows still to do; null if the org did not count them.</param>
/// <param name="RowsPerSecond">Over the last minutes of this process.</param>
/// <param name="SecondsLeft">At that rate; null if not known.</param>
internal sealed record Pace(string Stage, long? Left, double RowsPerSecond, double? SecondsLeft)
{
    /// <summary>What was longer ago says little about what is to come.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);

    /// <param name="since">When the process began to work on the run: what was done before is not its doing.</param>
    public static Pace Reading(SqliteConnection reader, long run, long? left, DateTimeOffset since, DateTimeOffset now) => Of(
        "extraction",
        left,
        reader.QueryFirst<Done>(
            "SELECT COALESCE(SUM(rows), 0) AS Rows, NULL AS Began FROM page WHERE window IN (SELECT id FROM window WHERE run = @run) AND read_at >= @since", Parameters(run, since, now)),
        since,
        now);

    /// <inheritdoc cref="Reading"/>
    public static Pace Loading(SqliteConnection reader, long run, long left, DateTimeOffset since, DateTimeOffset now) => Of(
        "loading",
        left,
        reader.QueryFirst<Done>(
            "SELECT COALESCE(SUM(CASE WHEN ended >= @since THEN processed END), 0) AS Rows, MIN(started) AS Began FROM job WHERE run = @run AND (ended >= @since OR ended IS NULL)", Parameters(run, since, now)),
        since,
        now);

    private static Pace Of(string stage, long? left, Done done, DateTimeOffset since, DateTimeOffset now)
    {
        var from = Later(Later(since, now - Recent), Instants.ParseOrNull(done.Began) ?? since);
        var seconds = (now - from).TotalSeconds;
        var rate = seconds > 0 ? done.Rows / seconds : 0;
        return new Pace(stage, left, Math.Round(rate, 1), rate > 0 && left is { } rows ? Math.Round(rows / rate) : null);
    }

    private static object Parameters(long run, DateTimeOffset since, DateTimeOffset now) => new { run, since = Instants.Text(Later(since, now - Recent)) };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private sealed class Done
    {
        public long Rows { get; init; }

        public string? Began { get; init; }
    }
}
