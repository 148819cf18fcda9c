using System.Text.Json;
using SalesforceEmulator;
using SalesforceEmulator.Faults;

namespace DataMigrator.EndToEnd.Running;

/// <summary>The main job over the real wire, against the embedded org.</summary>
public sealed class A_migration
{
    private Emulator org = null!;
    private Workplace work = null!;

    [SetUp]
    public async Task Start()
    {
        org = await Emulator.StartAsync(new EmulatorOptions { Tasks = 600, Seed = 7 }, CancellationToken.None);
        work = Workplace.For(org).Set("Migration:RowsPerPage", "37").Set("Migration:RowsPerJob", "101").Set("Migration:MaxRejected", "20%");
    }

    [TearDown]
    public async Task Stop()
    {
        work.Dispose();
        await org.DisposeAsync();
    }

    [Test]
    public async Task Without_execute_sends_no_write_and_plans_every_call_as_created()
    {
        var outcome = await work.RunAsync("run", "--json");

        Assert.That(outcome.ExitCode, Is.EqualTo(0));
        Assert.That(org.Requests, Is.Not.Empty);
        var writes = org.Requests.Where(request => request.Method != "GET" && !request.Path.Contains("/jobs/query") && !request.Path.Contains("/oauth2/"));
        Assert.That(writes, Is.Empty);
        var result = outcome.Json;
        Assert.That(result.GetProperty("executed").GetBoolean(), Is.False);
        Assert.That(result.GetProperty("loading").GetProperty("created").GetInt64(), Is.EqualTo(result.GetProperty("mapping").GetProperty("mapped").GetInt64()).And.GreaterThan(300));
    }

    [Test]
    public async Task Executed_creates_each_call_once_and_reconciles()
    {
        var first = await work.RunAsync("run", "--execute", "--json");
        var second = await work.RunAsync("run", "--execute", "--json");

        Assert.That(first.ExitCode, Is.EqualTo(0));
        var created = Number(first, "loading", "created");
        Assert.That(created, Is.GreaterThan(300));
        Assert.That(Number(first, "reconciliation", "matched"), Is.EqualTo(created));
        Assert.That(second.ExitCode, Is.EqualTo(0));
        Assert.That(Number(second, "loading", "created"), Is.Zero);
        Assert.That(Number(second, "loading", "unchanged"), Is.EqualTo(created));
    }

    [Test]
    public async Task Writes_nothing_but_VoiceCall_whatever_the_command()
    {
        var before = await TasksAsync();
        foreach (var command in new[] { "run --execute --limit 20", "run --execute", "retry --run last --execute", "repair --run last --execute", "rollback --run last --execute" })
        {
            await work.RunAsync(command.Split(' '));
        }

        // Whatever is not read goes to an ingest job or to the login; and every ingest job is one of VoiceCall.
        var writes = org.Requests.Where(request => request.Method != "GET" && !request.Path.Contains("/jobs/query") && !request.Path.Contains("/oauth2/")).ToList();
        Assert.That(writes.Count(request => request.Method == "PUT"), Is.GreaterThan(2), "the test must have seen uploads");
        Assert.That(writes.Where(request => !request.Path.Contains("/jobs/ingest")), Is.Empty);
        using var reader = new RealClients.OrgReader(org);
        var jobs = (await reader.GetAsync("/services/data/v66.0/jobs/ingest")).GetProperty("records").EnumerateArray().ToList();
        Assert.That(jobs.Select(job => job.GetProperty("operation").GetString()), Does.Contain("upsert").And.Contain("delete"));
        Assert.That(jobs.Select(job => job.GetProperty("object").GetString()), Is.All.EqualTo("VoiceCall"));
        Assert.That(await TasksAsync(), Is.EqualTo(before), "no Task has changed");
    }

    [Test]
    public async Task Describes_each_object_once()
    {
        await work.RunAsync("run", "--execute");

        var describes = org.Requests.Where(request => request.Path.EndsWith("/describe", StringComparison.Ordinal)).GroupBy(request => request.Path).ToDictionary(g => g.Key, g => g.Count());
        Assert.That(describes, Is.Not.Empty);
        Assert.That(describes.Where(d => d.Key.Contains("/Task/") || d.Key.Contains("/VoiceCall/")).Select(d => d.Value), Is.All.EqualTo(1));
    }

    [Test]
    public async Task A_canary_loads_calls_from_all_over_the_range_and_the_whole_run_goes_on_from_there()
    {
        var canary = await work.RunAsync("run", "--execute", "--limit", "40", "--json");

        Assert.That(canary.ExitCode, Is.Zero);
        var loaded = Number(canary, "loading", "created");
        Assert.That(Number(canary, "extraction", "read"), Is.EqualTo(40));
        Assert.That(loaded, Is.EqualTo(Number(canary, "mapping", "mapped")).And.InRange(34, 40), "a canary reads what looks like a call");
        Assert.That(Number(canary, "reconciliation", "matched"), Is.EqualTo(loaded));
        using var reader = new RealClients.OrgReader(org);
        var calls = (await reader.GetAsync("/services/data/v66.0/query?q=" + Uri.EscapeDataString("SELECT CallStartDateTime FROM VoiceCall WHERE Legacy_Task_Id__c != null"))).GetProperty("records");
        Assert.That(calls.EnumerateArray().Select(call => call.GetProperty("CallStartDateTime").GetString()![..4]).Distinct().Count(), Is.GreaterThanOrEqualTo(9), "years, of ten");

        var whole = await work.RunAsync("run", "--execute", "--json");

        Assert.That(whole.ExitCode, Is.Zero);
        Assert.That(Number(whole, "loading", "unchanged"), Is.EqualTo(loaded));
        Assert.That(Number(whole, "loading", "created") + loaded, Is.EqualTo(Number(whole, "reconciliation", "matched")));
    }

    [Test]
    public async Task Its_books_add_up()
    {
        var result = (await work.RunAsync("run", "--execute", "--json")).Json;

        var extraction = result.GetProperty("extraction");
        var mapping = result.GetProperty("mapping");
        var loading = result.GetProperty("loading");
        Assert.That(result.GetProperty("booksBalance").GetBoolean(), Is.True);
        Assert.That(extraction.GetProperty("read").GetInt64(), Is.EqualTo(extraction.GetProperty("expected").GetInt64()));
        Assert.That(Sum(mapping, "mapped", "skipped", "rejected", "left"), Is.EqualTo(mapping.GetProperty("read").GetInt64()).And.EqualTo(extraction.GetProperty("read").GetInt64()));
        Assert.That(
            Sum(loading, "created", "updated", "replaced", "unchanged", "blocked", "failed", "left"),
            Is.EqualTo(loading.GetProperty("read").GetInt64()).And.EqualTo(mapping.GetProperty("mapped").GetInt64()));
        var totals = result.GetProperty("reconciliation").GetProperty("totals");
        Assert.That(totals.GetProperty("targetDurationSeconds").GetInt64(), Is.EqualTo(totals.GetProperty("sourceDurationSeconds").GetInt64()).And.GreaterThan(0));
    }

    [Test]
    public async Task Leaves_a_report_folder_that_is_the_same_when_written_again()
    {
        var reports = (await work.RunAsync("run", "--execute", "--json")).Json.GetProperty("reports");
        var files = new[] { "html", "json", "findings", "rejected", "failed" }.Select(name => reports.GetProperty(name).GetString()!).ToList();
        var before = files.ConvertAll(File.ReadAllBytes);

        var again = await work.RunAsync("report");

        Assert.That(again.ExitCode, Is.EqualTo(0));
        Assert.That(files.ConvertAll(File.ReadAllBytes), Is.EqualTo(before));
    }

    [Test]
    public async Task Interrupted_at_any_request_goes_on_with_the_same_command()
    {
        var baseline = await BaselineAsync();
        for (var request = 5; request < 60; request += 9)
        {
            using var interrupt = new CancellationTokenSource();
            var stopAt = org.Requests.Count + request;
            var run = work.RunAsync(interrupt.Token, "run", "--execute", "--json", "--from", "2010-01-01");
            while (!run.IsCompleted && org.Requests.Count < stopAt)
            {
                await Task.Yield();
            }

            await interrupt.CancelAsync();
            Assert.That((await run).ExitCode, Is.AnyOf(130, 0));
        }

        var last = await work.RunAsync("run", "--execute", "--json", "--from", "2010-01-01");

        Assert.That(last.ExitCode, Is.EqualTo(0));
        Assert.That(Number(last, "reconciliation", "matched"), Is.EqualTo(baseline));
        Assert.That(Number(last, "reconciliation", "extra"), Is.Zero);
    }

    [Test]
    public async Task A_report_that_can_not_be_written_does_not_hide_what_was_done()
    {
        // The folder was there when the run began; somebody puts a file in its place while calls are compared.
        org.AddFault(new FaultRule { Action = FaultAction.CutBefore, Path = "COUNT.*VoiceCall", Times = 1 });
        org.Cutting = _ =>
        {
            Directory.Delete(work.ReportsDirectory, recursive: true);
            return File.WriteAllTextAsync(work.ReportsDirectory, "in the way");
        };
        var outcome = await work.RunAsync("run", "--execute", "--json");
        File.Delete(work.ReportsDirectory);
        var report = await work.RunAsync("report", "--run", outcome.Json.GetProperty("runId").GetString()!);

        Assert.That((outcome.ExitCode, Number(outcome, "reconciliation", "matched")), Is.EqualTo((2, Number(outcome, "loading", "created"))));
        Assert.That(outcome.Json.GetProperty("messages")[0].GetString(), Does.Contain("The run itself is done").And.Contain("report --run"));
        Assert.That((report.ExitCode, Directory.Exists(work.ReportsDirectory)), Is.EqualTo((0, true)));
    }

    private async Task<long> BaselineAsync()
    {
        using var elsewhere = Workplace.For(org).Set("Migration:MaxRejected", "20%");
        return Number(await elsewhere.RunAsync("run", "--json", "--from", "2010-01-01"), "loading", "created");
    }

    /// <summary>Every Task's last change, archived ones included.</summary>
    private async Task<IReadOnlyList<string>> TasksAsync()
    {
        using var reader = new RealClients.OrgReader(org);
        var page = await reader.GetAsync("/services/data/v66.0/queryAll?q=" + Uri.EscapeDataString("SELECT Id, SystemModstamp, IsArchived FROM Task ORDER BY Id LIMIT 2000"));
        Assert.That(page.GetProperty("done").GetBoolean(), Is.True);
        return [.. page.GetProperty("records").EnumerateArray().Select(task => $"{task.GetProperty("Id")} {task.GetProperty("SystemModstamp")} {task.GetProperty("IsArchived")}")];
    }

    private static long Number(Outcome outcome, string part, string name) => outcome.Json.GetProperty(part).GetProperty(name).GetInt64();

    private static long Sum(JsonElement part, params string[] names) => names.Sum(name => part.GetProperty(name).GetInt64());
}
