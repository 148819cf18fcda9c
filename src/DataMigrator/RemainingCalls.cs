using Dapper;
using DataMigrator.Staging;

namespace DataMigrator;

/// <summary>
/// A run of whose Tasks another has read some again since, as every nightly run does with those that changed: they are that run's now, with their calls; and so is a call
/// that a leg which came later has linked anew. The rest is still this run's to retry, repair and reconcile, and its books are those of the rest.
/// </summary>
internal static class RemainingCalls
{
    private const string Rule = "repeated";

    /// <summary>Calls that are still the run's.</summary>
    public static long Count(StagingDatabase staging, long run)
    {
        using var reader = staging.OpenReader();
        return reader.ExecuteScalar<long>("SELECT COUNT(*) FROM call WHERE run = @run", new { run });
    }

    /// <summary>Whether the command finds something to do among them: retrying failed calls, the others any.</summary>
    public static bool Has(string command, StagingDatabase staging, long run)
    {
        using var reader = staging.OpenReader();
        return command switch
        {
            "retry" => reader.ExecuteScalar<bool>($"SELECT EXISTS (SELECT 1 FROM call WHERE run = @run AND state = {(int)CallState.Failed})", new { run }),
            "repair" or "reconcile" => Count(staging, run) > 0,
            _ => false,
        };
    }

    /// <summary>
    /// The result that the run ended with; if calls are another run's now, its doors counted anew: those left through the door of rows of which a newer copy counts.
    /// </summary>
    public static MigrationResult Recount(StagingDatabase staging, long run, MigrationResult earlier)
    {
        if (earlier.Mapping is not { } mapping || mapping.Mapped + mapping.Relinked == Count(staging, run))
        {
            return earlier;
        }

        using var reader = staging.OpenReader();
        var (mapped, relinked) = reader.QuerySingle<(long, long)>(
            "SELECT COALESCE(SUM(t.run = @run), 0), COALESCE(SUM(t.run <> @run), 0) FROM call c JOIN task t ON t.id = c.task_id WHERE c.run = @run", new { run });
        var rejected = reader.ExecuteScalar<long>($"SELECT COUNT(*) FROM task WHERE run = @run AND door = {(int)TaskDoor.Rejected}", new { run });
        var skipped = reader.ExecuteScalar<long>($"SELECT COUNT(*) FROM task WHERE run = @run AND door = {(int)TaskDoor.Skipped}", new { run });
        var elsewhere = mapping.Read - mapped - rejected - skipped - mapping.Left;
        earlier = earlier with
        {
            Mapping = mapping with
            {
                Mapped = mapped, Relinked = relinked, Rejected = rejected, Skipped = skipped + elsewhere,
                Reasons = [.. mapping.Reasons.Where(reason => reason.Rule != Rule), new ReasonCount("skipped", "Id", Rule, "a newer copy of it was read, and counts", elsewhere, null)],
            },
        };
        return earlier.Loading is null ? earlier : earlier with
        {
            Loading = earlier.Executed ? LoadingBooks.Done(staging, run) : LoadingBooks.Planned(CallCells.Read(staging, run)),
        };
    }
}
