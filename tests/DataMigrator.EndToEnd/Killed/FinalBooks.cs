using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace DataMigrator.EndToEnd.Killed;

/// <summary>A run's counts, as far as a run that was never cut has the same ones.</summary>
internal sealed record FinalBooks(
    long Expected, long Read, long Mapped, long Skipped, long Rejected, long Created, long Unchanged, long Left, long Failed, long Blocked, long Matched, long Mismatched, long Missing, long Extra,
    long SourceSeconds, long TargetSeconds, string Reasons)
{
    public static FinalBooks Of(JsonElement result)
    {
        long Number(string part, string name) => result.GetProperty(part).GetProperty(name).GetInt64();
        var totals = result.GetProperty("reconciliation").GetProperty("totals");
        var reasons = result.GetProperty("mapping").GetProperty("reasons").EnumerateArray().Select(reason => reason.GetRawText());
        Assert.That(result.GetProperty("booksBalance").GetBoolean(), Is.True);
        return new FinalBooks(
            Number("extraction", "expected"), Number("extraction", "read"), Number("mapping", "mapped"), Number("mapping", "skipped"), Number("mapping", "rejected"),
            Number("loading", "created"), Number("loading", "unchanged"), Number("mapping", "left") + Number("loading", "left"), Number("loading", "failed"), Number("loading", "blocked"),
            Number("reconciliation", "matched"), Number("reconciliation", "mismatched"), Number("reconciliation", "missing"), Number("reconciliation", "extra"),
            totals.GetProperty("sourceDurationSeconds").GetInt64(), totals.GetProperty("targetDurationSeconds").GetInt64(), string.Join('\n', reasons.Order(StringComparer.Ordinal)));
    }

    /// <summary>Results of the runs that finished, oldest first.</summary>
    public static IReadOnlyList<FinalBooks> OfFinishedRuns(string stagingPath)
    {
        using var staging = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = stagingPath, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
        staging.Open();
        using var select = staging.CreateCommand();
        select.CommandText = "SELECT result FROM run WHERE state = 'finished' ORDER BY number";
        using var rows = select.ExecuteReader();
        var books = new List<FinalBooks>();
        while (rows.Read())
        {
            books.Add(Of(JsonDocument.Parse(rows.GetString(0)).RootElement));
        }

        return books;
    }
}
