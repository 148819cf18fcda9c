using SalesforceEmulator;

namespace DataMigrator.EndToEnd.Killed;

/// <summary>A backfill that is given again, in other ranges, or after something has changed.</summary>
public sealed class Run_again
{
    private static readonly EmulatorOptions Options = new() { Tasks = 400, Seed = 21, JobDelay = TimeSpan.Zero };
    private static readonly string[] Everything = ["run", "--execute", "--json"];
    private AdvancingClock clock = null!;
    private Emulator org = null!;
    private Workplace work = null!;

    [SetUp]
    public async Task Start()
    {
        clock = new AdvancingClock();
        org = await Emulator.StartAsync(Options with { TimeProvider = clock }, CancellationToken.None);
        work = Place(org);
    }

    [TearDown]
    public async Task Stop()
    {
        work.Dispose();
        await org.DisposeAsync();
    }

    [Test]
    public async Task Over_the_same_range_with_nothing_changed_sends_no_ingest_job()
    {
        var first = await DoneAsync(Everything);
        var before = await TargetCalls.ReadAsync(org);
        var seen = org.Requests.Count;

        var second = await DoneAsync(Everything);

        Assert.That(org.Requests.Skip(seen), Is.Not.Empty);
        Assert.That(org.Requests.Skip(seen).Where(request => request.Path.Contains("/jobs/ingest", StringComparison.Ordinal)), Is.Empty);
        Assert.That(Number(second, "loading", "unchanged"), Is.EqualTo(Number(first, "loading", "created") + Number(first, "loading", "unchanged")));
        Assert.That(await TargetCalls.ReadAsync(org), Is.EqualTo(before));
    }

    [Test]
    public async Task Over_overlapping_ranges_in_any_order_gives_what_one_range_gives()
    {
        await DoneAsync("run", "--execute", "--json", "--from", "2022-03-10T13:00:00Z");
        await DoneAsync("run", "--execute", "--json", "--to", "2019-07-01");
        await DoneAsync("run", "--execute", "--json", "--from", "2018-01-01", "--to", "2023-01-01");
        var inPieces = await TargetCalls.ReadAsync(org);
        var rowsSent = (await TargetCalls.IngestJobsAsync(org)).Sum(job => job.GetProperty("numberRecordsProcessed").GetInt64());

        await using var other = await Emulator.StartAsync(Options, CancellationToken.None);
        using var elsewhere = Place(other);
        var whole = await elsewhere.RunAsync(Everything);

        Assert.That(whole.ExitCode, Is.Zero);
        Assert.That(inPieces, Is.EqualTo(await TargetCalls.ReadAsync(other)));
        Assert.That(rowsSent, Is.EqualTo(Number(whole, "loading", "created")));
    }

    [TestCase("Description", "Changed by hand.")]
    [TestCase("CallDisposition", "Wrong number")]
    public async Task After_a_Task_changed_sends_its_call_only(string field, string value)
    {
        await DoneAsync(Everything);
        var before = await TargetCalls.ReadAsync(org);
        var task = ATask(before);
        await TargetCalls.ChangeAsync(org, $"Task/{task}", new Dictionary<string, string> { [field] = value });

        var again = await DoneAsync(Everything);

        Assert.That(Number(again, "loading", "updated"), Is.EqualTo(1));
        Assert.That(Number(again, "loading", "created"), Is.Zero);
        Assert.That((await TargetCalls.IngestJobsAsync(org))[^1].GetProperty("numberRecordsProcessed").GetInt64(), Is.EqualTo(1));
        var after = await TargetCalls.ReadAsync(org);
        Assert.That(after.Where(call => call.Value != before[call.Key]).Select(call => call.Key), Is.EqualTo(new[] { task }));
        Assert.That(after[task], Does.Contain(value));
    }

    [Test]
    public async Task Incrementally_reads_what_changed_and_nothing_else()
    {
        await DoneAsync(Everything);
        var before = await TargetCalls.ReadAsync(org);
        var task = ATask(before);
        await TargetCalls.ChangeAsync(org, $"Task/{task}", new { Description = "Changed by hand." });

        clock.Advance(TimeSpan.FromMinutes(1));
        var incremental = await DoneAsync("run", "--incremental", "--execute", "--json");

        Assert.That(Number(incremental, "extraction", "read"), Is.EqualTo(1));
        Assert.That(Number(incremental, "loading", "updated"), Is.EqualTo(1));
        var after = await TargetCalls.ReadAsync(org);
        Assert.That(after.Where(call => call.Value != before[call.Key]).Select(call => call.Key), Is.EqualTo(new[] { task }));
    }

    [Test]
    public async Task After_a_stop_says_what_it_does_not_read_and_the_next_run_reads_that()
    {
        string[] nightly = ["run", "--incremental", "--execute", "--json"];
        Assert.That((await work.Set("Limits:MaxBulkRowsPer24h", "1").RunAsync(nightly)).ExitCode, Is.EqualTo(2));
        clock.Advance(TimeSpan.FromHours(1));
        var task = (await TargetCalls.QueryAsync(org, "SELECT Id FROM Task WHERE TaskSubtype = 'Call' LIMIT 1")).Single().GetProperty("Id").GetString();
        await TargetCalls.ChangeAsync(org, $"Task/{task}", new { Description = "Changed an hour later." });
        clock.Advance(TimeSpan.FromMinutes(1));

        work.Set("Limits:MaxBulkRowsPer24h", "1000000");
        var resumed = await DoneAsync(nightly);
        var next = await DoneAsync(nightly);

        Assert.That(resumed.Stderr, Does.Contain("goes on where it stopped").And.Contain($"It reads up to {resumed.Json.GetProperty("to").GetString()}"));
        Assert.That(next.Stderr, Does.Not.Contain("goes on"));
        Assert.That(Number(next, "extraction", "read"), Is.EqualTo(1));
    }

    [Test]
    public async Task Incrementally_what_people_made_of_a_call_stays_until_its_Task_changes()
    {
        string[] nightly = ["run", "--incremental", "--execute", "--json"];
        await DoneAsync(Everything);
        var task = ATask(await TargetCalls.ReadAsync(org));
        clock.Advance(TimeSpan.FromMinutes(1));
        await TargetCalls.ChangeAsync(org, $"Task/{task}", new { Description = "As logged." });
        clock.Advance(TimeSpan.FromMinutes(1));
        await DoneAsync(nightly);
        var call = (await TargetCalls.QueryAsync(org, $"SELECT Id FROM VoiceCall WHERE Legacy_Task_Id__c = '{task}'")).Single().GetProperty("Id").GetString();
        clock.Advance(TimeSpan.FromMinutes(1));
        await TargetCalls.ChangeAsync(org, $"VoiceCall/{call}", new { Description = "Called back: sold." });
        clock.Advance(TimeSpan.FromMinutes(1));

        // A look at everything in between plans to undo the edit, and does nothing.
        var look = await work.RunAsync("run", "--json");
        Assert.That((look.ExitCode, Number(look, "loading", "updated")), Is.EqualTo((0, 1L)));

        // The look-back of half an hour brings the Task again, though nothing has happened to it.
        var untouched = await DoneAsync(nightly);
        var kept = (await TargetCalls.ReadAsync(org))[task];
        await TargetCalls.ChangeAsync(org, $"Task/{task}", new { Description = "Logged anew." });
        clock.Advance(TimeSpan.FromMinutes(1));
        var touched = await DoneAsync(nightly);

        Assert.That((Number(untouched, "extraction", "read"), Number(untouched, "loading", "unchanged"), Number(untouched, "reconciliation", "mismatched")), Is.EqualTo((1L, 1L, 1L)));
        Assert.That(kept, Does.Contain("Called back: sold."));
        Assert.That(await File.ReadAllTextAsync(untouched.Json.GetProperty("reports").GetProperty("findings").GetString()!), Does.Contain("edited-since,explained").And.Contain("kept: its Task has not changed since it was loaded"));
        Assert.That(Number(touched, "loading", "updated"), Is.EqualTo(1));
        Assert.That((await TargetCalls.ReadAsync(org))[task], Does.Contain("Logged anew."));
    }

    [Test]
    public async Task Incrementally_a_call_that_people_deleted_is_made_again()
    {
        string[] nightly = ["run", "--incremental", "--execute", "--json"];
        await DoneAsync(Everything);
        var before = await TargetCalls.ReadAsync(org);
        clock.Advance(TimeSpan.FromMinutes(1));
        await TargetCalls.ChangeAsync(org, $"Task/{ATask(before)}", new { Description = "As logged." });
        clock.Advance(TimeSpan.FromMinutes(1));
        await DoneAsync(nightly);
        var logged = await TargetCalls.ReadAsync(org);
        var call = (await TargetCalls.QueryAsync(org, $"SELECT Id FROM VoiceCall WHERE Legacy_Task_Id__c = '{ATask(before)}'")).Single().GetProperty("Id").GetString();
        await TargetCalls.DeleteAsync(org, $"VoiceCall/{call}");
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(Number(await DoneAsync(nightly), "loading", "created"), Is.EqualTo(1));
        Assert.That(await TargetCalls.ReadAsync(org), Is.EqualTo(logged));
    }

    [Test]
    public async Task Incrementally_tells_deleted_Tasks_apart()
    {
        await DoneAsync(Everything);
        var before = await TargetCalls.ReadAsync(org);
        await TargetCalls.DeleteAsync(org, $"Task/{ATask(before)}");

        clock.Advance(TimeSpan.FromMinutes(1));
        var incremental = await work.RunAsync("run", "--incremental", "--execute", "--json");

        // Somebody has to decide what becomes of its call: nothing deletes it, and nothing keeps quiet about it.
        Assert.That((incremental.ExitCode, Number(incremental, "reconciliation", "extra")), Is.EqualTo((3, 1L)));
        Assert.That(Number(incremental, "mapping", "skipped"), Is.EqualTo(1));
        Assert.That(incremental.Json.GetProperty("mapping").GetProperty("reasons").EnumerateArray().Single().GetProperty("reason").GetString(), Is.EqualTo("the Task was deleted"));
        Assert.That(await TargetCalls.ReadAsync(org), Is.EqualTo(before), "a call is history: it stays");
    }

    [Test]
    public async Task In_full_after_a_Task_was_deleted_explains_its_call()
    {
        await DoneAsync(Everything);
        var before = await TargetCalls.ReadAsync(org);
        await TargetCalls.DeleteAsync(org, $"Task/{ATask(before)}");

        var again = await DoneAsync(Everything);

        Assert.That(Number(again, "reconciliation", "extra"), Is.Zero);
        Assert.That(await TargetCalls.ReadAsync(org), Is.EqualTo(before));
    }

    private static Workplace Place(Emulator org) => Workplace.For(org).Set("Migration:RowsPerPage", "70").Set("Migration:RowsPerJob", "90").Set("Migration:MaxRejected", "30%");

    /// <summary>One in the middle whose call stands alone.</summary>
    private static string ATask(SortedDictionary<string, string> calls)
    {
        var alone = calls.Where(call => call.Key.StartsWith("00T", StringComparison.Ordinal) && call.Value.EndsWith("| after none", StringComparison.Ordinal)).ToList();
        return alone[alone.Count / 2].Key;
    }

    private async Task<Outcome> DoneAsync(params string[] args)
    {
        var outcome = await work.RunAsync(args);
        Assert.That(outcome.ExitCode, Is.Zero);
        return outcome;
    }

    private static long Number(Outcome outcome, string part, string name) => outcome.Json.GetProperty(part).GetProperty(name).GetInt64();
}
