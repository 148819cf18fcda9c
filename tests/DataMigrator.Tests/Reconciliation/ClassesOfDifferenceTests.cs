using DataMigrator.Loading;
using DataMigrator.Reconciliation;
using DataMigrator.Tests.Loading;

namespace DataMigrator.Tests.Reconciliation;

/// <summary>Each difference is of one class: who or what made it decides what repair may do about it.</summary>
internal sealed class ClassesOfDifferenceTests : TenLoadedCalls
{
    [Test]
    public async Task A_second_VoiceCall_of_one_Task_is_a_duplicate_and_repair_leaves_it_alone()
    {
        const string Second = "0LQ000000000001AAA";
        using var twice = LoadingOrg.NewClient(Org.Emulator, new DoublingHandler(Tasks[6], Second));
        var run = await Org.BeginRunAsync() with { Target = twice };

        var result = await new ReconciliationStage(run).RunAsync(CancellationToken.None);

        Assert.That(result, Is.EqualTo(new ReconciliationResult(10, 10, 0, 0, 1, new(600, 600))));
        Assert.That((await Org.FindingsAsync()).Where(f => f.Check == "identity"), Is.EqualTo(new[] { ("identity", "duplicate", "open", (string?)Tasks[6], (string?)null) }));
        Assert.That(await Org.ScalarAsync<string>("SELECT call_id FROM finding WHERE class = 'duplicate'"), Is.EqualTo(Second));
        var plan = await new Repair(run).PlanAsync(CancellationToken.None);
        Assert.That((plan.Calls, plan.Not.Single().Example), Is.EqualTo((0L, Tasks[6])));
    }

    [Test]
    public async Task A_Task_changed_since_in_what_can_only_be_set_on_create_is_blocked_and_explained()
    {
        await ChangeTaskAsync(Tasks[7]);
        await Org.StageAsync(2, Tasks.Take(10), (id, values) => values["CallType"] = id == Tasks[7] ? "Outbound" : "Inbound");
        Assert.That((await Org.LoadAsync(2)).Blocked, Is.EqualTo(1));

        var result = await Org.ReconcileAsync(2, execute: true);

        Assert.That((result.Matched, result.Mismatched), Is.EqualTo((9L, 1L)));
        Assert.That((await Org.FindingsAsync(2)).Where(f => f.Check == "fields"), Is.EqualTo(new[] { ("fields", "source-changed", "explained", (string?)Tasks[7], (string?)"CallType") }));
        Assert.That(
            await Org.ScalarAsync<string>("SELECT note FROM finding WHERE check_name = 'fields'"),
            Does.StartWith("blocked: create-only data differ, and replacing was not allowed; the Task was changed at 2").And.EndsWith("can be set on create only"));
    }

    [Test]
    public async Task What_can_only_be_set_on_create_is_replaced_by_repair_when_allowed_and_agrees_afterwards()
    {
        await Org.StageSqlAsync($"UPDATE payload SET json = replace(json, 'Inbound', 'Outbound') WHERE id = (SELECT payload FROM call WHERE task_id = '{Tasks[2]}')");
        await Org.ReconcileAsync();
        var before = await Org.CallsAsync("Id, CallType");
        var blocked = await new Repair(await Org.BeginRunAsync()).PlanAsync(CancellationToken.None);
        Assert.That((blocked.Calls, blocked.Not.Single().Example), Is.EqualTo((0L, Tasks[2])));
        Assert.That(blocked.Not.Single().Reason, Does.Contain("--on-create-only-change replace"));

        Org.Settings = Org.Settings with { OnCreateOnlyChange = "replace" };
        var run = await Org.BeginRunAsync();
        var repaired = await new Repair(run).RunAsync(new LoadingStage(run).RunAsync, null, CancellationToken.None);

        Assert.That((repaired.Plan.Create, repaired.Plan.Update, repaired.Plan.Replace, repaired.Plan.Not.Count), Is.EqualTo((0L, 0L, 1L, 0)));
        Assert.That((repaired.After!.Matched, repaired.After.Mismatched, repaired.After.Missing), Is.EqualTo((10L, 0L, 0L)));
        var after = await Org.CallsAsync("Id, CallType");
        Assert.That(after.Select((c, i) => c["Id"] == before[i]["Id"]), Is.EqualTo(Enumerable.Range(0, 10).Select(i => i != 2)));
        Assert.That(after.Select(c => c["CallType"]), Is.EqualTo(Enumerable.Range(0, 10).Select(i => i == 2 ? "Outbound" : "Inbound")));
        Assert.That((await Org.FindingsAsync()).Where(f => f.Check == "fields"), Is.EqualTo(new[] { ("fields", "wrong-at-load", "repaired", (string?)Tasks[2], (string?)"CallType") }));
    }

    [Test]
    public async Task What_the_target_stores_in_its_own_form_agrees_and_is_counted_with_twenty_examples()
    {
        // Salesforce cuts blanks off both ends of a text; the embedded org does not, so what was sent is what gets them here.
        await Org.StageAsync(2, Tasks.Skip(10).Take(25));
        await Org.LoadAsync(2);
        await Org.StageSqlAsync("UPDATE payload SET json = replace(json, 'Call, inbound', '  Call, inbound ') WHERE id IN (SELECT payload FROM call WHERE run = 2)");

        var result = await Org.ReconcileAsync(2, execute: true);

        Assert.That((result.Matched, result.Mismatched), Is.EqualTo((25L, 0L)));
        var findings = await Org.FindingsAsync(2);
        Assert.That(findings.Where(f => f.Check == "fields").Select(f => (f.Class, f.Status, f.Field)), Is.EqualTo(Enumerable.Repeat(("normalised", "explained", (string?)"Legacy_Subject__c"), 20)));
        Assert.That(await Org.ScalarAsync<string>("SELECT DISTINCT expected || '|' || found FROM finding WHERE class = 'normalised'"), Is.EqualTo("  Call, inbound |Call, inbound"));
        Assert.That(await Org.ScalarAsync<long>("SELECT count FROM statistic WHERE section = 'field' AND name = 'Legacy_Subject__c' AND side = 'normalised'"), Is.EqualTo(25));
    }

    [Test]
    public async Task A_Task_changed_after_its_call_was_loaded_is_the_cause_only_of_its_own_difference()
    {
        // Both values differ from what is staged now; only one Task has moved since.
        await ChangeTaskAsync(Tasks[7]);
        await Org.StageAsync(2, Tasks.Take(10), (id, values) => values["Description"] = id == Tasks[7] || id == Tasks[8] ? "new text" : values["Description"]);
        await new PlanStage(await Org.BeginRunAsync(2, execute: false)).RunAsync(CancellationToken.None);

        await Org.ReconcileAsync(2);

        Assert.That(
            (await Org.FindingsAsync(2)).Where(f => f.Check == "fields").Select(f => (f.Class, f.Status, f.Task)),
            Is.EquivalentTo(new[] { ("source-changed", "explained", (string?)Tasks[7]), ("wrong-at-load", "explained", Tasks[8]) }));
        Assert.That(await Org.ScalarAsync<long>("SELECT COUNT(*) FROM finding WHERE note LIKE 'planned: an executed run would update it%'"), Is.EqualTo(2));
    }

    [Test]
    public async Task An_edit_by_our_own_user_is_an_edit_also_after_a_plan_has_seen_it()
    {
        Clock.Offset = TimeSpan.FromHours(1);
        await Org.EditAsync(Tasks[5], "Description", "by a flow that runs as the same user");
        await Org.StageAsync(2, Tasks.Take(10));
        await new PlanStage(await Org.BeginRunAsync(2, execute: false)).RunAsync(CancellationToken.None);

        await Org.ReconcileAsync(2);

        Assert.That((await Org.FindingsAsync(2)).Where(f => f.Check == "fields"), Is.EqualTo(new[] { ("fields", "edited-since", "explained", (string?)Tasks[5], (string?)"Description") }));
    }

    [Test]
    public async Task Who_edited_is_named_and_where_User_may_not_be_read_the_id_must_do()
    {
        await Org.LoadedLongAgoAsync();
        await Org.EditAsync(Tasks[5], "Description", "somebody's work");
        var name = (await NamesAsync())[Org.Owner];

        await Org.ReconcileAsync();
        Assert.That(await Org.ScalarAsync<string>("SELECT note FROM finding WHERE class = 'edited-since'"), Does.Match($@"^edited by {name} \({Org.Owner}\) at \d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"));

        Org.Emulator.AddFault(new() { Action = SalesforceEmulator.Faults.FaultAction.Status, Path = "FROM%20User", Times = 1, Status = 400, ErrorCode = "INVALID_TYPE" });
        await Org.ReconcileAsync();
        Org.Emulator.ClearFaults();
        Assert.That(await Org.ScalarAsync<string>("SELECT note FROM finding WHERE class = 'edited-since'"), Does.StartWith($"edited by {Org.Owner} at "));
    }

    /// <summary>The org's clock has whole seconds: an hour later is after loading.</summary>
    private async Task ChangeTaskAsync(string taskId)
    {
        Clock.Offset = TimeSpan.FromHours(1);
        await Org.Client.UpdateAsync("Task", [new Dictionary<string, object?> { ["Id"] = taskId, ["Description"] = "changed" }], allOrNone: true, CancellationToken.None);
    }

    private async Task<Dictionary<string, string>> NamesAsync()
    {
        var names = new Dictionary<string, string>();
        await foreach (var row in Org.Client.QueryAsync("SELECT Id, Name FROM User", all: false, CancellationToken.None))
        {
            names[row["Id"]!] = row["Name"]!;
        }

        return names;
    }
}
