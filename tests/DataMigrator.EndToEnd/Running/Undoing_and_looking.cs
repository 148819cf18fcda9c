using DataMigrator.EndToEnd.Killed;
using SalesforceEmulator;
using SalesforceEmulator.Faults;

namespace DataMigrator.EndToEnd.Running;

/// <summary>rollback, purge, show, status, retry: what an operator does after a run.</summary>
public sealed class Undoing_and_looking
{
    private Emulator org = null!;
    private Workplace work = null!;

    [SetUp]
    public async Task Start()
    {
        org = await Emulator.StartAsync(new EmulatorOptions { Tasks = 150, Seed = 5 }, CancellationToken.None);
        work = Workplace.For(org).Set("Migration:MaxRejected", "30%");
    }

    [TearDown]
    public async Task Stop()
    {
        work.Dispose();
        await org.DisposeAsync();
    }

    [Test]
    public async Task Rollback_plans_without_execute_and_deletes_with_it_and_a_run_creates_again()
    {
        var run = (await work.RunAsync("run", "--execute", "--json")).Json;
        var (id, created) = (run.GetProperty("runId").GetString()!, run.GetProperty("loading").GetProperty("created").GetInt64());

        var plan = await work.RunAsync("rollback", "--run", id, "--json");
        Assert.That(plan.ExitCode, Is.Zero);
        Assert.That(plan.Json.GetProperty("deleted").GetInt64(), Is.Zero);
        Assert.That(plan.Json.GetProperty("found").GetInt64(), Is.EqualTo(created));

        var done = await work.RunAsync("rollback", "--run", id, "--execute", "--json");
        Assert.That(done.ExitCode, Is.Zero);
        Assert.That(done.Json.GetProperty("deleted").GetInt64(), Is.EqualTo(created));
        Assert.That(done.Json.GetProperty("stillThere").GetInt64(), Is.Zero);

        var again = await work.RunAsync("run", "--execute", "--json");
        Assert.That(again.ExitCode, Is.Zero);
        Assert.That(again.Json.GetProperty("loading").GetProperty("created").GetInt64(), Is.EqualTo(created));
    }

    [Test]
    public async Task What_was_rolled_back_is_sent_again_by_a_run_only()
    {
        var id = (await work.RunAsync("run", "--execute", "--json")).Json.GetProperty("runId").GetString()!;
        await work.RunAsync("rollback", "--run", id, "--execute");
        var before = await TargetCalls.ReadAsync(org);

        foreach (var command in new[] { "load", "retry", "repair" })
        {
            var refused = await work.RunAsync(command, "--run", id, "--execute");
            Assert.That(refused.ExitCode, Is.EqualTo(1), command);
            Assert.That(refused.Stderr, Does.Contain($"Run {id} was rolled back"));
        }

        Assert.That(await TargetCalls.ReadAsync(org), Is.EqualTo(before));
        Assert.That((await work.RunAsync("status")).Stdout, Does.Contain("rolled back"));
    }

    [Test]
    public async Task Calls_that_a_later_run_replaced_stay_with_its_rollback_and_go_with_that_of_the_run_that_created_them()
    {
        var first = (await work.RunAsync("run", "--execute", "--json")).Json;
        var (id, created) = (first.GetProperty("runId").GetString()!, first.GetProperty("loading").GetProperty("created").GetInt64());
        var mapping = Path.Combine(work.Folder, "queues.yaml");
        await File.WriteAllTextAsync(mapping, $"name: queues\nextends: {Path.Combine(TestContext.CurrentContext.TestDirectory, "mappings", "task-to-voicecall.yaml")}\nfields:\n  QueueName: {{ constant: Service }}\n");
        var second = (await work.RunAsync("run", "--execute", "--json", "--mapping", mapping, "--on-create-only-change", "replace")).Json;
        Assert.That(second.GetProperty("loading").GetProperty("replaced").GetInt64(), Is.EqualTo(created), "each has another queue, which can be set on create only");

        var later = await work.RunAsync("rollback", "--run", second.GetProperty("runId").GetString()!, "--execute");
        Assert.That(later.ExitCode, Is.Zero);
        Assert.That(later.Stdout, Does.Match($"there before, stay as replaced +{created}\n").And.Match("created by this run +0\n"));

        var done = await work.RunAsync("rollback", "--run", id, "--execute", "--json");
        Assert.That((done.ExitCode, done.Json.GetProperty("deleted").GetInt64(), done.Json.GetProperty("refused").GetInt64()), Is.EqualTo((0, created, 0L)));
        Assert.That(await TargetCalls.QueryAsync(org, "SELECT Id FROM VoiceCall WHERE Legacy_Task_Id__c != null"), Is.Empty);
    }

    [Test]
    public async Task A_rollback_of_a_run_that_created_nothing_changes_nothing()
    {
        var id = (await work.RunAsync("run", "--json")).Json.GetProperty("runId").GetString()!;

        var rollback = await work.RunAsync("rollback", "--run", id, "--execute", "--json");

        Assert.That((rollback.ExitCode, rollback.Json.GetProperty("found").GetInt64()), Is.EqualTo((0, 0L)));
        Assert.That((await work.RunAsync("status")).Stdout, Does.Contain("finished").And.Not.Contain("rolled back"));
    }

    [Test]
    public async Task What_was_purged_is_neither_mapped_nor_sent([Values("map", "load", "retry", "repair")] string command)
    {
        var id = (await work.RunAsync("run", "--execute", "--json")).Json.GetProperty("runId").GetString()!;
        await work.RunAsync("purge", "--all");

        var refused = await work.RunAsync(command, "--run", id, "--execute");

        Assert.That(refused.ExitCode, Is.EqualTo(1));
        Assert.That(refused.Stderr, Does.Contain($"The values of run {id} were purged"));
    }

    [Test]
    public async Task A_load_that_was_cut_and_given_again_finishes_its_run()
    {
        var id = (await work.RunAsync("run", "--json")).Json.GetProperty("runId").GetString()!;
        org.AddFault(new FaultRule { Action = FaultAction.CutBefore, Method = "PUT", Path = "/jobs/ingest", Times = 1 });
        using (var killed = Migrator.Start(work, ["load", "--run", id, "--execute"]))
        {
            org.Cutting = _ => killed.KillAsync();
            Assert.That((await killed.EndAsync()).ExitCode, Is.EqualTo(Migrator.Killed));
        }

        org.ClearFaults();
        Assert.That((await work.RunAsync("load", "--run", id, "--execute")).ExitCode, Is.Zero);
        Assert.That((await work.RunAsync("status")).Stdout, Does.Match($"{id}.*finished").And.Not.Contain("same command again"));
    }

    [Test]
    public async Task Show_tells_the_story_by_Task_and_by_VoiceCall_id_in_15_characters_too()
    {
        await work.RunAsync("run", "--execute");
        string task, call;
        using (var staging = Staging.StagingDatabase.Open(work.StagingPath))
        using (var reader = staging.OpenReader())
        {
            (task, call) = Dapper.SqlMapper.QueryFirst<(string, string)>(reader, "SELECT task_id, target_id FROM call WHERE target_id IS NOT NULL ORDER BY task_id LIMIT 1");
        }

        foreach (var id in new[] { task, task[..15], call, call[..15] })
        {
            var shown = await work.RunAsync("show", id);
            Assert.That(shown.ExitCode, Is.Zero, id);
            Assert.That(shown.Stdout, Does.Contain($"Task {task}").And.Contain(call).And.Contain("created by job 750").And.Contain("no difference found"));
        }

        Assert.That((await work.RunAsync("show", "00T000000000000AAA")).ExitCode, Is.EqualTo(1));
    }

    [Test]
    public async Task Purge_takes_the_data_and_leaves_the_counts()
    {
        var run = (await work.RunAsync("run", "--execute", "--json")).Json;
        var report = run.GetProperty("reports").GetProperty("html").GetString()!;

        var purged = await work.RunAsync("purge", "--all");

        Assert.That(purged.ExitCode, Is.Zero);
        Assert.That(File.Exists(report), Is.False);
        Assert.That((await work.RunAsync("status")).Stdout, Does.Contain(run.GetProperty("runId").GetString()!));
        using var staging = Staging.StagingDatabase.Open(work.StagingPath);
        using var reader = staging.OpenReader();
        Assert.That(Dapper.SqlMapper.ExecuteScalar<long>(reader, "SELECT COUNT(*) FROM payload WHERE json <> '[]'"), Is.Zero);
        Assert.That(Dapper.SqlMapper.ExecuteScalar<long>(reader, "SELECT COUNT(*) FROM task"), Is.EqualTo(run.GetProperty("extraction").GetProperty("read").GetInt64()));
    }

    [Test]
    public async Task A_report_that_was_changed_is_told_from_one_that_was_not()
    {
        var html = (await work.RunAsync("run", "--json")).Json.GetProperty("reports").GetProperty("html").GetString()!;
        Assert.That((await work.RunAsync("report", "--verify")).ExitCode, Is.Zero);

        await File.AppendAllTextAsync(html, " ");

        Assert.That((await work.RunAsync("report", "--verify")).ExitCode, Is.EqualTo(3));
    }

    [Test]
    public async Task Check_says_that_nothing_stands_in_the_way()
    {
        var check = await work.RunAsync("check", "--json");

        Assert.That(check.ExitCode, Is.Zero);
        Assert.That(check.Json.GetProperty("passed").GetBoolean(), Is.True);
        Assert.That(check.Json.GetProperty("lines").GetArrayLength(), Is.GreaterThan(10));
    }
}
