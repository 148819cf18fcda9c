using SalesforceEmulator;

namespace DataMigrator.EndToEnd.Killed;

/// <summary>What a migration gives that nobody disturbs; the yardstick of every other.</summary>
internal sealed record UncutRun(IReadOnlyDictionary<string, string> Calls, FinalBooks Books, int Requests)
{
    public static readonly string[] Command = ["run", "--execute", "--json"];

    public static async Task<UncutRun> OfAsync(Emulator org, Workplace work)
    {
        var outcome = await Migrator.RunAsync(work, Command);
        Assert.That(outcome.ExitCode, Is.Zero);
        var requests = org.Requests.Count;
        var calls = await TargetCalls.ReadAsync(org);
        var books = FinalBooks.Of(outcome.Json);
        Assert.That(calls.Keys.Count(key => key.StartsWith("00T", StringComparison.Ordinal)), Is.EqualTo(books.Created).And.GreaterThan(0));
        return new UncutRun(calls, books, requests);
    }

    /// <summary>Holds what was cut and gone on with to what was not: the target, the books, and that no row was sent twice.</summary>
    public async Task AssertEqualAsync(Emulator org, Workplace work, Outcome last)
    {
        Assert.That(last.ExitCode, Is.Zero);
        Assert.That(await TargetCalls.ReadAsync(org), Is.EqualTo(Calls));

        // A kill after the run's end makes the same command a run of its own, which finds everything in order.
        var runs = FinalBooks.OfFinishedRuns(work.StagingPath);
        Assert.That(runs[0], Is.EqualTo(Books));
        Assert.That(runs.Skip(1), Is.All.EqualTo(Books with { Created = 0, Unchanged = Books.Created + Books.Unchanged }));
        Assert.That(FinalBooks.Of(last.Json), Is.EqualTo(runs[^1]));

        var jobs = await TargetCalls.IngestJobsAsync(org);
        Assert.That(jobs.Select(job => job.GetProperty("state").GetString()), Is.All.AnyOf("JobComplete", "Aborted"), "a job was left behind");
        Assert.That(jobs.Sum(job => job.GetProperty("numberRecordsProcessed").GetInt64()), Is.EqualTo(Books.Created), "rows were sent twice");
        Assert.That(jobs.Sum(job => job.GetProperty("numberRecordsFailed").GetInt64()), Is.Zero);
    }
}
