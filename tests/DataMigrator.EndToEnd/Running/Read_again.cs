using System.Globalization;
using DataMigrator.EndToEnd.Killed;
using SalesforceEmulator;
using SalesforceEmulator.Faults;

namespace DataMigrator.EndToEnd.Running;

/// <summary>A Task that a later run reads again: what the program advises then is done as it is printed, and settles it.</summary>
public sealed class Read_again
{
    private AdvancingClock clock = null!;
    private Emulator org = null!;
    private Workplace work = null!;

    [SetUp]
    public async Task Start()
    {
        clock = new AdvancingClock();
        org = await Emulator.StartAsync(new EmulatorOptions { Tasks = 400, Seed = 7, JobDelay = TimeSpan.Zero, TimeProvider = clock }, CancellationToken.None);
        work = Workplace.For(org).Set("Migration:MaxRejected", "100%");
    }

    [TearDown]
    public async Task Stop()
    {
        work.Dispose();
        await org.DisposeAsync();
    }

    [Test]
    public async Task By_a_dry_run_after_calls_had_failed_the_refused_retry_names_the_command_that_sends_them()
    {
        work.Set("Migration:MaxAttempts", "1");
        org.AddFault(new FaultRule { Action = FaultAction.LockRows, Percent = 10 });
        var first = await work.RunAsync("run", "--execute", "--json");
        org.ClearFaults();
        var (id, failed) = (first.Json.GetProperty("runId").GetString()!, Loaded(first, "failed"));
        Assert.That(failed, Is.Positive);
        var dry = (await work.RunAsync("run", "--json")).Json.GetProperty("runId").GetString()!;

        foreach (var command in new[] { "retry", "repair", "load" })
        {
            var refused = await work.RunAsync(command, "--run", id, "--execute");
            Assert.That((refused.ExitCode, Advised(refused.Stderr)), Is.EqualTo((1, $"load --run {dry} --execute")), command);
        }

        Assert.That(Advised((await work.RunAsync("reconcile", "--run", id)).Stderr, "reconcile"), Is.EqualTo($"reconcile --run {dry}"));
        var sent = await work.RunAsync("load", "--run", dry, "--execute", "--json");
        var compared = await work.RunAsync("reconcile", "--run", dry, "--json");
        var again = await work.RunAsync("run", "--execute", "--json");

        Assert.That((sent.ExitCode, Loaded(sent, "created")), Is.EqualTo((0, failed)));
        Assert.That((compared.ExitCode, compared.Json.GetProperty("reconciliation").GetProperty("matched").GetInt64()), Is.EqualTo((0, Loaded(again, "read"))));
        Assert.That((again.ExitCode, Loaded(again, "unchanged")), Is.EqualTo((0, Loaded(again, "read"))));
    }

    [Test]
    public async Task By_an_executed_run_over_a_part_of_its_range_the_advice_is_that_run_and_the_whole_range()
    {
        var id = (await work.RunAsync("run", "--from", "2018-01-01", "--to", "2024-01-01", "--execute", "--json")).Json.GetProperty("runId").GetString()!;
        var later = (await work.RunAsync("run", "--from", "2023-01-01", "--to", "2025-01-01", "--execute", "--json")).Json.GetProperty("runId").GetString()!;

        var refused = await work.RunAsync("retry", "--run", id);

        Assert.That(refused.Stderr, Does.Contain($"For those: retry --run {later}.").And.Contain($"For all that run {id} was about: run --from 2018-01-01T00:00:00Z --to 2024-01-01T00:00:00Z --execute."));
    }

    [Test]
    public async Task With_the_leg_before_it_a_leg_that_was_loaded_alone_is_linked_by_the_command_that_is_printed()
    {
        var (leg, before, created) = await LaterLegAsync();
        await work.RunAsync("run", "--from", created, "--execute");
        Assert.That(await PreviousAsync(leg), Is.Null);

        var earlier = await work.RunAsync("run", "--to", created, "--execute");
        var advice = Advised(earlier.Stdout);
        Assert.That(earlier.ExitCode, Is.Zero);
        Assert.That(advice, Does.EndWith(" --on-create-only-change replace"));
        Assert.That((await work.RunAsync("show", leg)).Stdout, Does.Contain("the leg before it was not in the target when it was created"));

        var plan = await work.RunAsync([.. advice.Split(' '), "--json"]);
        Assert.That((plan.ExitCode, Loaded(plan, "replaced"), Loaded(plan, "unchanged"), await PreviousAsync(leg)), Is.EqualTo((0, 1L, Loaded(plan, "read") - 1, (string?)null)));
        Assert.That((await work.RunAsync("report", "--run", advice.Split(' ')[2])).Stdout, Does.Contain("1 blocked").And.Not.Contain("Dry run"), "the plan leaves the books of what was done");

        var linked = await work.RunAsync([.. advice.Split(' '), "--execute", "--json"]);
        var again = await work.RunAsync("run", "--execute", "--json");

        Assert.That((linked.ExitCode, Loaded(linked, "replaced"), await PreviousAsync(leg)), Is.EqualTo((0, 1L, await IdAsync(before))));
        Assert.That((again.ExitCode, Loaded(again, "blocked"), Loaded(again, "replaced"), Loaded(again, "updated")), Is.EqualTo((0, 0L, 0L, 0L)));
    }

    [Test]
    public async Task As_no_call_any_more_its_VoiceCall_is_reported_until_it_is_deleted_or_kept_by_emptying_its_key()
    {
        await work.RunAsync("run", "--execute");
        var (kept, deleted) = await TwoLoadedAsync();
        clock.Advance(TimeSpan.FromHours(1));
        await TargetCalls.ChangeAsync(org, $"Task/{kept}", new { Subject = "SMS to Jane" });
        await TargetCalls.ChangeAsync(org, $"Task/{deleted}", new { CallDurationInSeconds = -5 });
        clock.Advance(TimeSpan.FromHours(1));

        var found = await work.RunAsync("run", "--incremental", "--execute");
        Assert.That(found.ExitCode, Is.EqualTo(3));
        Assert.That(found.Stdout + found.Stderr, Does.Contain("it says of each why and what can be done").And.Not.Contain("datamigrator repair"));
        Assert.That((await work.RunAsync("show", kept)).Stdout, Does.Contain(
            "verdict    orphan (open): its Task was skipped: SMS; nothing deletes the VoiceCall by itself: delete it in the target, or to keep it empty its Legacy_Task_Id__c there\n"));
        Assert.That((await work.RunAsync("show", deleted)).Stdout, Does.Contain("its Task was rejected: duration is negative").And.Contain("if it is a call after all, mend the Task or the mapping, and run again"));

        clock.Advance(TimeSpan.FromHours(1));
        Assert.That((await work.RunAsync("run", "--incremental", "--execute")).ExitCode, Is.Zero, "the next night reads neither Task again");
        Assert.That((await work.RunAsync("run", "--execute")).ExitCode, Is.EqualTo(3), "who reads them again is told again");

        await TargetCalls.ChangeAsync(org, $"VoiceCall/{await IdAsync(kept)}", new { Legacy_Task_Id__c = (string?)null });
        await TargetCalls.DeleteAsync(org, $"VoiceCall/{await IdAsync(deleted)}");

        for (var time = 1; time <= 2; time++)
        {
            var settled = await work.RunAsync("run", "--execute", "--json");
            Assert.That((settled.ExitCode, settled.Json.GetProperty("openFindings").GetInt64(), settled.Json.GetProperty("reconciliation").GetProperty("extra").GetInt64()), Is.EqualTo((0, 0L, 0L)));
        }

        var shown = (await work.RunAsync("show", kept)).Stdout;
        Assert.That(shown, Does.Contain("orphan (explained): its Task was skipped: already has a VoiceCall; it is kept: its Legacy_Task_Id__c was emptied").And.Contain(" and 1 before it"));
    }

    /// <summary>A leg, the leg before it, and when the later Task was created: between the two.</summary>
    private async Task<(string Leg, string Before, string Created)> LaterLegAsync()
    {
        using var scratch = Workplace.For(org).Set("Migration:MaxRejected", "100%");
        await scratch.RunAsync("run");
        using var staging = Staging.StagingDatabase.Open(scratch.StagingPath);
        using var reader = staging.OpenReader();
        var legs = Dapper.SqlMapper.Query<(string Leg, string Before)>(reader, "SELECT task_id, parent FROM call WHERE run > 0 AND parent IN (SELECT task_id FROM call WHERE parent IS NULL) AND task_id NOT IN (SELECT parent FROM call WHERE parent IS NOT NULL)");
        var created = (await TargetCalls.QueryAsync(org, "SELECT Id, CreatedDate FROM Task", all: true)).ToDictionary(
            task => task.GetProperty("Id").GetString()!, task => DateTimeOffset.Parse(task.GetProperty("CreatedDate").GetString()!, CultureInfo.InvariantCulture));
        var (leg, before) = legs.First(pair => created[pair.Leg] > created[pair.Before]);
        return (leg, before, created[leg].UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    private async Task<(string First, string Second)> TwoLoadedAsync()
    {
        var calls = await TargetCalls.QueryAsync(org, "SELECT Legacy_Task_Id__c, PreviousCallId, NextCallId FROM VoiceCall WHERE Legacy_Task_Id__c != null AND Activity.CallDurationInSeconds > 0");
        var alone = calls.Where(call => call.GetProperty("PreviousCallId").GetString() is null && call.GetProperty("NextCallId").GetString() is null).Take(2).Select(call => call.GetProperty("Legacy_Task_Id__c").GetString()!).ToList();
        return (alone[0], alone[1]);
    }

    private async Task<string?> IdAsync(string task) => (await CallAsync(task)).GetProperty("Id").GetString();

    private async Task<string?> PreviousAsync(string task) => (await CallAsync(task)).GetProperty("PreviousCallId").GetString();

    private async Task<System.Text.Json.JsonElement> CallAsync(string task) => (await TargetCalls.QueryAsync(org, $"SELECT Id, PreviousCallId FROM VoiceCall WHERE Legacy_Task_Id__c = '{task}'")).Single();

    /// <summary>The command with --run that the text names, however it is wrapped.</summary>
    private static string Advised(string text, string command = "load")
    {
        var words = text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        var from = Enumerable.Range(0, words.Length - 2).First(i => words[i] == command && words[i + 1] == "--run");
        List<string> named = [.. words[from..(from + 3)]];
        for (var i = from + 3; i < words.Length && words[i].StartsWith("--", StringComparison.Ordinal); i++)
        {
            named.Add(words[i]);
            if (words[i] == "--on-create-only-change")
            {
                named.Add(words[++i]);
            }
        }

        return string.Join(' ', named).TrimEnd('.');
    }

    private static long Loaded(Outcome outcome, string door) => outcome.Json.GetProperty("loading").GetProperty(door).GetInt64();
}
