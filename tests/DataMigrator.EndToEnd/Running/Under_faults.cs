using System.Globalization;
using DataMigrator.EndToEnd.Killed;
using SalesforceEmulator;
using SalesforceEmulator.Faults;

namespace DataMigrator.EndToEnd.Running;

/// <summary>Whatever an org does to a migration, it ends as the one that nobody disturbed: the same target, the same books. What it took is printed.</summary>
public sealed class Under_faults
{
    private static readonly EmulatorOptions Org = new() { Tasks = 2_000, Seed = 23, JobDelay = TimeSpan.Zero, IngestBatchSize = 100, IngestChunkSize = 50 };

    private UncutRun uncut = null!;

    [OneTimeSetUp]
    public async Task RunUndisturbedAsync()
    {
        await using var org = await Emulator.StartAsync(Org, CancellationToken.None);
        using var work = Place(org);
        var outcome = await work.RunAsync("run", "--execute", "--json");
        uncut = new UncutRun(await TargetCalls.ReadAsync(org), FinalBooks.Of(outcome.Json), org.Requests.Count);
        Assert.That(uncut.Books.Created, Is.GreaterThan(1_500));
        await PrintAsync("undisturbed", org, outcome, starts: 1);
    }

    // A token that ends twice for one request is a stop, not a renewal: so at fixed places, not by chance.
    private static IEnumerable<TestCaseData> Plans()
    {
        yield return Plan("2 percent of the rows are locked", new FaultRule { Action = FaultAction.LockRows, Percent = 2 });
        yield return Plan("one locked row takes its chunk along", new FaultRule { Action = FaultAction.LockRows, Percent = 0.5, WholeChunk = true });
        yield return Plan("503 now and then", new FaultRule { Action = FaultAction.Status, Status = 503, Path = "/services/data", Probability = 0.05 });
        yield return Plan("answers are lost after the commit", new FaultRule { Action = FaultAction.CutAfter, Path = "/jobs/", Probability = 0.05 });
        yield return Plan("the token ends", new FaultRule { Action = FaultAction.ExpireToken, Path = "/services/data", Nth = [4, 20, 37, 55, 73, 91, 110, 128] });
        yield return Plan("jobs fail before their first batch", new FaultRule { Action = FaultAction.FailJob, AfterBatches = 0, Operation = "upsert", Nth = [1, 2, 4, 9] });
        yield return Plan("jobs end partly unprocessed", new FaultRule { Action = FaultAction.FailJob, AfterBatches = 1, Operation = "upsert", Nth = [1, 2, 3, 5, 8, 13] });
        yield return Plan("the daily quota is used up", new FaultRule { Action = FaultAction.Quota, Path = "/jobs/ingest", From = 25 });
        yield return Plan(
            "all of it",
            new FaultRule { Action = FaultAction.LockRows, Percent = 2 },
            new FaultRule { Action = FaultAction.Status, Status = 503, Path = "/services/data", Probability = 0.02 },
            new FaultRule { Action = FaultAction.CutAfter, Path = "/jobs/", Probability = 0.03 },
            new FaultRule { Action = FaultAction.ExpireToken, Path = "/services/data", Nth = [9, 48, 100] },
            new FaultRule { Action = FaultAction.FailJob, AfterBatches = 1, Operation = "upsert", Nth = [2, 5] });

        static TestCaseData Plan(string name, params FaultRule[] rules) =>
            new TestCaseData(name, rules).SetName($"A_migration_ends_as_an_undisturbed_one({name})");
    }

    [TestCaseSource(nameof(Plans))]
    public async Task A_migration_ends_as_an_undisturbed_one(string name, FaultRule[] rules)
    {
        await using var org = await Emulator.StartAsync(Org, CancellationToken.None);
        using var work = Place(org);
        foreach (var rule in rules)
        {
            org.AddFault(rule with { Name = name });
        }

        var (outcome, starts) = (await work.RunAsync("run", "--execute", "--json"), 1);
        if (rules.Any(rule => rule.Action == FaultAction.Quota))
        {
            Assert.That(outcome.ExitCode, Is.EqualTo(2), "resumable");
            Assert.That((await TargetCalls.ReadAsync(org)).Keys.Count(key => key.StartsWith("00T", StringComparison.Ordinal)), Is.InRange(1, uncut.Books.Created - 1));
            org.ClearFaults();
            (outcome, starts) = (await work.RunAsync("run", "--execute", "--json"), 2);
        }

        // The plan is for the migration; what looks at its outcome is not to be struck.
        org.ClearFaults();
        Assert.That(outcome.ExitCode, Is.Zero, outcome.Stderr);
        Assert.That(await TargetCalls.ReadAsync(org), Is.EqualTo(uncut.Calls));
        Assert.That(FinalBooks.Of(outcome.Json), Is.EqualTo(uncut.Books));
        await PrintAsync(name, org, outcome, starts);
        var jobs = await TargetCalls.IngestJobsAsync(org);
        var struck = org.Requests.Any(request => request.Fault is not null)
            || jobs.Any(job => job.GetProperty("state").GetString() == "Failed" || job.GetProperty("numberRecordsFailed").GetInt64() > 0);
        Assert.That(struck, Is.True, "the plan must have struck");
    }

    [Test]
    public async Task The_floor_of_api_requests_is_not_crossed_and_the_same_command_goes_on_when_it_may()
    {
        await using var org = await Emulator.StartAsync(Org with { Limits = new EmulatorLimits { DailyApiRequests = 1_000 } }, CancellationToken.None);
        using var work = Place(org).Set("Limits:MaxApiRequestsPercent", "10").Set("Migration:Parallelism", "1");

        var stopped = await work.RunAsync("run", "--execute", "--json");

        Assert.That(stopped.ExitCode, Is.EqualTo(2));
        Assert.That(stopped.Json.GetProperty("stopped").GetString(), Does.Contain("has used 100 of its 1,000 API requests").And.Contain("MaxApiRequestsPercent is 10").And.Contain("goes on from here"));
        Assert.That(org.Requests.Count(request => request.Path.StartsWith("/services/data/", StringComparison.Ordinal)), Is.EqualTo(100));
        work.Set("Limits:MaxApiRequestsPercent", "90");
        var outcome = await work.RunAsync("run", "--execute", "--json");
        Assert.That(outcome.ExitCode, Is.Zero, outcome.Stderr);
        Assert.That(await TargetCalls.ReadAsync(org), Is.EqualTo(uncut.Calls));
        Assert.That(FinalBooks.Of(outcome.Json), Is.EqualTo(uncut.Books));
    }

    private static async Task PrintAsync(string name, Emulator org, Outcome outcome, int starts)
    {
        var jobs = await TargetCalls.IngestJobsAsync(org);
        long Sum(string field) => jobs.Sum(job => job.GetProperty(field).GetInt64());
        var errors = outcome.Json.GetProperty("loading").GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("count")} × {e.GetProperty("code").GetString()} (at most {e.GetProperty("attempts")} sendings)");
        await TestContext.Progress.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {starts} start(s), {org.Requests.Count} requests, {org.Requests.Count(r => r.Fault is not null)} of them struck, {jobs.Count} ingest jobs ({jobs.Count(j => j.GetProperty("state").GetString() == "Failed")} failed, {jobs.Count(j => j.GetProperty("state").GetString() == "Aborted")} aborted), {Sum("numberRecordsProcessed")} rows processed, {Sum("numberRecordsFailed")} of them refused; {string.Join("; ", errors)}"));
    }

    private static Workplace Place(Emulator org) => Workplace.For(org)
        .Set("Source:Auth:Flow", "clientCredentials").Set("Source:Auth:ClientId", org.ClientId).Set("Source:Auth:ClientSecret", org.ClientSecret)
        .Set("Migration:RowsPerPage", "500").Set("Migration:RowsPerJob", "200").Set("Migration:MaxRejected", "20%").Set("Migration:MaxAttempts", "8");
}
