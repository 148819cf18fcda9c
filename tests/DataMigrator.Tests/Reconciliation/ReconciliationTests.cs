using DataMigrator.Loading;
using DataMigrator.Staging;
using DataMigrator.Tests.Loading;

namespace DataMigrator.Tests.Reconciliation;

internal sealed class ReconciliationTests
{
    private readonly OffsetClock clock = new();
    private LoadingOrg org = null!;
    private IReadOnlyList<string> tasks = [];

    [SetUp]
    public async Task LoadAsync()
    {
        clock.Offset = TimeSpan.Zero;
        org = await LoadingOrg.StartAsync(clock: clock);
        tasks = org.Tasks;
        await org.StageAsync(1, tasks.Take(20));
    }

    [TearDown]
    public async Task StopAsync() => await org.DisposeAsync();

    [Test]
    public async Task What_was_loaded_agrees_in_counts_identity_and_fields()
    {
        await org.LoadAsync();
        var result = await org.ReconcileAsync();

        // 20 calls of 60 seconds.
        Assert.That(result, Is.EqualTo(new ReconciliationResult(20, 20, 0, 0, 0, new(1200, 1200))));
        Assert.That((await org.FindingsAsync()).Where(f => f.Status == "open"), Is.Empty);
        Assert.That(await org.ScalarAsync<long>("SELECT SUM(count) FROM statistic WHERE section = 'month' AND side = 'call'"), Is.EqualTo(20));
        Assert.That(await org.ScalarAsync<long>("SELECT SUM(seconds) FROM statistic WHERE section = 'month' AND side = 'task'"), Is.EqualTo(1200));
        Assert.That(await org.ScalarAsync<long>("SELECT count FROM statistic WHERE section = 'field' AND name = 'Description' AND side = 'compared'"), Is.EqualTo(20));
    }

    [Test]
    public async Task Only_a_call_that_we_touched_after_creating_it_needs_a_stamp()
    {
        await org.LoadAsync();
        clock.Offset = TimeSpan.FromHours(1);
        await org.EditAsync(tasks[5], "Legacy_Subject__c", (await org.CallsAsync("Legacy_Subject__c")).Single(call => call["Legacy_Task_Id__c"] == tasks[5])["Legacy_Subject__c"]);

        Assert.That((await org.ReconcileAsync()).Matched, Is.EqualTo(20));
        Assert.That(await org.ScalarAsync<string>("SELECT group_concat(task_id) FROM call WHERE target_stamp IS NOT NULL"), Is.EqualTo(tasks[5]));
    }

    [Test]
    public async Task Before_a_migration_nothing_is_expected_and_nothing_is_missing()
    {
        await new PlanStage(await org.BeginRunAsync(execute: false)).RunAsync(CancellationToken.None);
        Assert.That(await org.ReconcileAsync(), Is.EqualTo(new ReconciliationResult(0, 0, 0, 0, 0, new(0, 0))));
        Assert.That((await org.FindingsAsync()).Where(f => f.Class != "source-changed"), Is.Empty);
    }

    [Test]
    public async Task A_dry_run_after_a_migration_says_whether_the_orgs_still_agree()
    {
        await org.LoadAsync();
        await org.StageAsync(2, tasks.Take(20));
        await new PlanStage(await org.BeginRunAsync(2, execute: false)).RunAsync(CancellationToken.None);
        Assert.That(await org.ReconcileAsync(2), Is.EqualTo(new ReconciliationResult(20, 20, 0, 0, 0, new(1200, 1200))));
    }

    [Test]
    public async Task A_user_who_may_only_read_finds_the_same_differences()
    {
        await org.LoadAsync();
        await org.LoadedLongAgoAsync();
        await org.EditAsync(tasks[5], "Description", "somebody's work");
        await org.StageSqlAsync($"UPDATE payload SET json = replace(json, 'Inbound', 'Outbound') WHERE id = (SELECT payload FROM call WHERE task_id = '{tasks[2]}')");

        // What describe says to a user without the right to create or edit VoiceCalls.
        org.Describe = org.Describe with { Createable = false, Updateable = false, Fields = [.. org.Describe.Fields.Select(f => f with { Createable = false, Updateable = false })] };
        var result = await org.ReconcileAsync();

        Assert.That(result, Is.EqualTo(new ReconciliationResult(20, 18, 2, 0, 0, new(1200, 1200))));
        Assert.That((await org.FindingsAsync()).Where(f => f.Check == "fields").Select(f => (f.Task, f.Field)), Is.EquivalentTo(new[] { (tasks[5], (string?)"Description"), (tasks[2], "CallType") }));
        Assert.That(await org.ScalarAsync<long>("SELECT COUNT(*) FROM finding WHERE field = 'CallType' AND note LIKE '%can be set on create only'"), Is.EqualTo(1));

        // And a plan says the same: one to update, one blocked.
        await org.StageAsync(2, tasks.Take(20), (id, values) => values["CallType"] = id == tasks[2] ? "Outbound" : "Inbound");
        var plan = LoadingBooks.Planned(await new PlanStage(await org.BeginRunAsync(2, execute: false)).RunAsync(CancellationToken.None));
        Assert.That((plan.Updated, plan.Blocked, plan.Unchanged), Is.EqualTo((1L, 1L, 18L)));
    }

    [Test]
    public async Task A_deleted_call_is_missing_and_the_counts_say_so_too()
    {
        await org.LoadAsync();
        await org.DeleteAsync(tasks[3]);
        var result = await org.ReconcileAsync();
        Assert.That(result, Is.EqualTo(new ReconciliationResult(20, 19, 0, 1, 0, new(1200, 1140))));
        var findings = await org.FindingsAsync();
        Assert.That(findings.Where(f => f.Check == "identity"), Is.EqualTo(new[] { ("identity", "missing", "open", (string?)tasks[3], (string?)null) }));
        Assert.That(findings.Where(f => f.Check == "counts" && f.Class == "count").Select(f => f.Status), Is.EqualTo(new[] { "explained" }));
    }

    [Test]
    public async Task An_edit_after_loading_is_told_from_a_wrong_load()
    {
        await org.LoadAsync();
        await org.LoadedLongAgoAsync();
        await org.EditAsync(tasks[5], "Description", "somebody's work");
        var result = await org.ReconcileAsync();
        Assert.That((result.Matched, result.Mismatched), Is.EqualTo((19L, 1L)));
        Assert.That((await org.FindingsAsync()).Where(f => f.Check == "fields"), Is.EqualTo(new[] { ("fields", "edited-since", "open", (string?)tasks[5], (string?)"Description") }));
        Assert.That(await org.ScalarAsync<string>("SELECT found FROM finding WHERE class = 'edited-since'"), Is.EqualTo("somebody's work"));
    }

    [Test]
    public async Task A_value_that_was_loaded_wrong_is_named_with_what_was_expected()
    {
        await org.LoadAsync();
        await org.StageSqlAsync($"UPDATE payload SET json = replace(json, '\"60\"', '\"61\"') WHERE id = (SELECT payload FROM call WHERE task_id = '{tasks[2]}')");
        Assert.That((await org.ReconcileAsync()).Mismatched, Is.EqualTo(1));
        Assert.That((await org.FindingsAsync()).Where(f => f.Check == "fields"), Is.EqualTo(new[] { ("fields", "wrong-at-load", "open", (string?)tasks[2], (string?)"CallDurationInSeconds") }));
        Assert.That(await org.ScalarAsync<string>("SELECT expected || ' ' || found FROM finding WHERE check_name = 'fields'"), Is.EqualTo("61 60"));
    }

    [Test]
    public async Task A_Task_that_changed_after_its_call_was_loaded_is_named_as_the_cause()
    {
        await org.LoadAsync();
        await org.StageAsync(2, tasks.Take(20), (id, values) => values["Description"] = id == tasks[7] ? "new text" : values["Description"]);
        await new PlanStage(await org.BeginRunAsync(2, execute: false)).RunAsync(CancellationToken.None);

        // The Task itself is touched after its call was created: the org's clock has whole seconds.
        await org.StageSqlAsync("UPDATE call SET created_run = 1");
        clock.Offset = TimeSpan.FromHours(1);
        await org.Client.UpdateAsync("Task", [new Dictionary<string, object?> { ["Id"] = tasks[7], ["Description"] = "new text" }], allOrNone: true, CancellationToken.None);

        Assert.That((await org.ReconcileAsync(2)).Mismatched, Is.EqualTo(1));
        Assert.That((await org.FindingsAsync(2)).Where(f => f.Check == "fields"), Is.EqualTo(new[] { ("fields", "source-changed", "explained", (string?)tasks[7], (string?)"Description") }));
    }

    [Test]
    public async Task A_call_made_by_another_mapping_version_is_named_so()
    {
        await org.LoadAsync();
        await org.StageSqlAsync("INSERT INTO mapping VALUES ('v1', 'm', '', '[]', '[]'); UPDATE run SET mapping = 'v1'");
        await org.StageAsync(2, tasks.Take(20), (id, values) => values["Legacy_Subject__c"] = id == tasks[7] ? "mapped anew" : values["Legacy_Subject__c"]);
        await new PlanStage(await org.BeginRunAsync(2, execute: false)).RunAsync(CancellationToken.None);
        await org.ReconcileAsync(2);
        Assert.That((await org.FindingsAsync(2)).Where(f => f.Check == "fields").Select(f => (f.Class, f.Status, f.Field)), Is.EqualTo(new[] { ("mapping-changed", "explained", (string?)"Legacy_Subject__c") }));
    }

    [Test]
    public async Task A_call_of_a_Task_that_does_not_exist_is_extra()
    {
        await org.LoadAsync();
        await org.CreateAsync("00T000000000000AAA");
        var result = await org.ReconcileAsync();
        Assert.That((result.Read, result.Matched, result.Extra), Is.EqualTo((20L, 20L, 1L)));
        Assert.That((await org.FindingsAsync()).Where(f => f.Check == "identity"), Is.EqualTo(new[] { ("identity", "extra", "open", (string?)"00T000000000000AAA", (string?)null) }));
    }

    [Test]
    public async Task A_call_of_a_Task_that_is_no_call_any_more_is_an_orphan()
    {
        await org.LoadAsync();
        await org.StageSqlAsync($"UPDATE task SET door = 2 WHERE id = '{tasks[4]}'; UPDATE call SET run = -1 WHERE task_id = '{tasks[4]}'");
        var result = await org.ReconcileAsync();
        Assert.That((result.Read, result.Matched, result.Extra), Is.EqualTo((19L, 19L, 1L)));
        Assert.That((await org.FindingsAsync()).Where(f => f.Check == "identity").Select(f => (f.Class, f.Task)), Is.EqualTo(new[] { ("orphan", (string?)tasks[4]) }));
    }

    [Test]
    public async Task Calls_that_another_run_answers_for_are_no_difference()
    {
        await org.LoadAsync();
        await org.StageAsync(2, tasks.Skip(10).Take(10));
        await org.LoadAsync(2);
        var result = await org.ReconcileAsync(1);
        Assert.That(result, Is.EqualTo(new ReconciliationResult(10, 10, 0, 0, 0, new(600, 600))));
        Assert.That((await org.FindingsAsync()).Where(f => f.Status == "open"), Is.Empty);
    }

    [Test]
    public async Task A_refused_call_is_explained_not_hidden()
    {
        await org.StageAsync(1, tasks.Skip(20).Take(1), (_, values) => values["CallType"] = "Nonsense");
        var loaded = await org.LoadAsync();
        Assert.That(loaded.Failed, Is.EqualTo(1));
        var result = await org.ReconcileAsync();
        Assert.That((result.Read, result.Matched, result.Missing), Is.EqualTo((20L, 20L, 0L)));
        Assert.That((await org.FindingsAsync()).Where(f => f.Check == "identity"), Is.EqualTo(new[] { ("identity", "failed", "explained", (string?)tasks[20], (string?)null) }));
    }

    [Test]
    public async Task Reconciling_twice_gives_the_same_findings_once()
    {
        await org.LoadAsync();
        await org.DeleteAsync(tasks[3]);
        await org.ReconcileAsync();
        var first = await org.FindingsAsync();
        await org.ReconcileAsync();
        Assert.That(await org.FindingsAsync(), Is.EqualTo(first));
    }

    [Test]
    public async Task It_sends_nothing_but_reads()
    {
        await org.LoadAsync();
        await org.EditAsync(tasks[5], "Description", "x");
        var before = org.Emulator.Requests.Count;
        await org.ReconcileAsync();
        var sent = org.Emulator.Requests.Skip(before).ToList();
        Assert.That(sent, Has.Count.GreaterThan(2));
        Assert.That(sent.Where(r => r.Method != "GET" && !r.Path.Contains("/jobs/query", StringComparison.Ordinal) && !r.Path.Contains("/oauth2/", StringComparison.Ordinal)), Is.Empty);
    }
}
