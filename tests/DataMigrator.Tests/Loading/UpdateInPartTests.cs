using DataMigrator.Loading;
using DataMigrator.Reconciliation;
using DataMigrator.Reporting;
using DataMigrator.Staging;
using DataMigrator.Tests.Reconciliation;
using SalesforceEmulator.Faults;

namespace DataMigrator.Tests.Loading;

/// <summary>
/// Of ten loaded calls, call 2 differs in what can be set on create only (CallType) and in what can be changed (Description), call 3 in Description alone, call 4 in CallType alone.
/// </summary>
internal sealed class UpdateInPartTests : TenLoadedCalls
{
    [Test]
    public async Task What_can_be_updated_is_sent_and_what_cannot_stays_and_is_told()
    {
        await ChangeAsync(2);

        var result = await Org.LoadAsync(2);

        Assert.That(result, Is.EqualTo(new LoadingResult(10, 0, 2, 0, 7, 1, 0, 0, result.Errors) { UpdatedInPart = 1 }));
        await AssertTargetAsync();
        Assert.That(await Org.ScalarAsync<string>("SELECT group_concat(columns || rows) FROM job WHERE run = 2"), Is.EqualTo("""["Id","Legacy_Task_Id__c","Description"]2"""));
        using var reader = Org.Staging.OpenReader();
        Assert.That(PlannedChanges.All(reader, 2), Is.EqualTo(new PlannedChange[]
        {
            new(Tasks[2], "blocked", "CallType", "Inbound", "Outbound"), new(Tasks[2], "update", "Description", "Said \"yes\", then\nhung up", "new"),
            new(Tasks[3], "update", "Description", "Said \"yes\", then\nhung up", "new"), new(Tasks[4], "blocked", "CallType", "Inbound", "Outbound"),
        }));
    }

    [Test]
    public async Task The_plan_says_so_before_anything_is_sent()
    {
        await ChangeAsync(2);

        var plan = LoadingBooks.Planned(await new PlanStage(await Org.BeginRunAsync(2, execute: false)).RunAsync(CancellationToken.None));

        Assert.That(plan, Is.EqualTo(new LoadingResult(10, 0, 2, 0, 7, 1, 0, 0, plan.Errors) { UpdatedInPart = 1 }));
    }

    [Test]
    public async Task The_next_run_finds_the_rest_blocked_and_sends_nothing()
    {
        await ChangeAsync(2);
        await Org.LoadAsync(2);
        await ChangeAsync(3);

        var again = await Org.LoadAsync(3);

        Assert.That((again.Updated, again.UpdatedInPart, again.Blocked, again.Unchanged), Is.EqualTo((0L, 0L, 2L, 8L)));
        Assert.That(await Org.ScalarAsync<long>("SELECT COUNT(*) FROM job WHERE run = 3"), Is.Zero);
    }

    [Test]
    public async Task Where_replacing_is_allowed_the_whole_call_is_replaced()
    {
        Org.Settings = Org.Settings with { OnCreateOnlyChange = "replace" };
        await ChangeAsync(2);

        var result = await Org.LoadAsync(2);

        Assert.That((result.Replaced, result.Updated, result.UpdatedInPart, result.Blocked), Is.EqualTo((2L, 1L, 0L, 0L)));
        Assert.That((await Org.CallsAsync("CallType, Description")).Select(c => (c["CallType"], c["Description"] == "new")).Skip(2).Take(3),
            Is.EqualTo(new[] { ((string?)"Outbound", true), ("Inbound", true), ("Outbound", false) }));
    }

    [Test]
    public async Task The_same_run_loaded_again_keeps_what_it_did_and_replaces_once_that_is_allowed()
    {
        await ChangeAsync(2);
        var first = await Org.LoadAsync(2);
        var again = await Org.LoadAsync(2);
        Assert.That(again with { Errors = first.Errors }, Is.EqualTo(first));
        await AssertTargetAsync();

        Org.Settings = Org.Settings with { OnCreateOnlyChange = "replace" };
        var plan = LoadingBooks.Planned(await new PlanStage(await Org.BeginRunAsync(2, execute: false)).RunAsync(CancellationToken.None));
        Assert.That((plan.Replaced, plan.Updated, plan.Unchanged, plan.Read), Is.EqualTo((2L, 0L, 8L, 10L)), "a dry run of it shows what is still to be done");
        var books = LoadingBooks.Done(Org.Staging, 2);
        Assert.That((books.Updated, books.Blocked, books.Unchanged, books.Left), Is.EqualTo((2L, 1L, 7L, 0L)), "and leaves the books of what was done");
        await Org.ReconcileAsync(2);
        Assert.That((await Org.FindingsAsync(2)).Where(f => f.Check == "fields").Select(f => (f.Task, f.Status)), Is.EqualTo(new[] { ((string?)Tasks[2], "explained"), (Tasks[4], "explained") }));

        var replaced = await Org.LoadAsync(2);

        Assert.That((replaced.Replaced, replaced.Updated, replaced.UpdatedInPart, replaced.Blocked, replaced.Unchanged), Is.EqualTo((2L, 1L, 0L, 0L, 7L)));
        Assert.That((await Org.CallsAsync("CallType")).Select(c => c["CallType"] == "Outbound"), Is.EqualTo(Enumerable.Range(0, 10).Select(i => i is 2 or 4)));
    }

    [Test]
    public async Task What_a_dry_run_has_planned_of_it_since_binds_nobody()
    {
        await ChangeAsync(2);
        await Org.LoadAsync(2);
        await PlanToReplaceAsync();

        Org.Settings = Org.Settings with { OnCreateOnlyChange = "block" };
        var plan = LoadingBooks.Planned(await new PlanStage(await Org.BeginRunAsync(2, execute: false)).RunAsync(CancellationToken.None));
        Assert.That((plan.Replaced, plan.Updated, plan.Blocked, plan.Unchanged), Is.EqualTo((0L, 0L, 1L, 9L)));

        var result = await Org.LoadAsync(2);
        Assert.That((result.Updated, result.UpdatedInPart, result.Blocked, result.Unchanged), Is.EqualTo((2L, 1L, 1L, 7L)));
    }

    [Test]
    public async Task One_that_is_gone_is_created_again_also_after_a_dry_run_has_said_so()
    {
        await ChangeAsync(2);
        await Org.LoadAsync(2);
        await Org.DeleteAsync(Tasks[2]);
        Assert.That((await PlanToReplaceAsync()).Created, Is.EqualTo(1));
        Assert.That(LoadingBooks.Done(Org.Staging, 2).UpdatedInPart, Is.EqualTo(1), "the books of what was done stay");

        var result = await Org.LoadAsync(2);

        Assert.That((result.Created, result.Replaced, result.Updated), Is.EqualTo((1L, 1L, 1L)));
        Assert.That(await Org.CallsAsync(), Has.Count.EqualTo(10));
    }

    [Test]
    public async Task Reconciled_field_by_field_what_was_sent_agrees_and_what_stays_is_explained_again_and_again()
    {
        await ChangeAsync(2);
        await Org.LoadAsync(2);

        var result = await Org.ReconcileAsync(2, execute: true);

        Assert.That((result.Read, result.Matched, result.Mismatched), Is.EqualTo((10L, 8L, 2L)));
        var blocked = new[] { ("fields", "wrong-at-load", "explained", (string?)Tasks[2], (string?)"CallType"), ("fields", "wrong-at-load", "explained", Tasks[4], "CallType") };
        Assert.That((await Org.FindingsAsync(2)).Where(f => f.Check == "fields"), Is.EqualTo(blocked));

        await ChangeAsync(3);
        await Org.LoadAsync(3);
        await Org.ReconcileAsync(3, execute: true);
        Assert.That((await Org.FindingsAsync(3)).Where(f => f.Check == "fields"), Is.EqualTo(blocked), "our own update is nobody's edit");
    }

    [Test]
    public async Task A_call_updated_in_part_is_blocked_because_its_Task_changed_after_it_was_created()
    {
        Clock.Offset = TimeSpan.FromHours(1);
        await Org.Client.UpdateAsync("Task", [new Dictionary<string, object?> { ["Id"] = Tasks[2], ["Description"] = "changed" }], allOrNone: true, CancellationToken.None);
        Clock.Offset = TimeSpan.FromHours(2);
        await ChangeAsync(2);
        await Org.LoadAsync(2);

        await Org.ReconcileAsync(2, execute: true);

        Assert.That((await Org.FindingsAsync(2)).Where(f => f.Task == Tasks[2]), Is.EqualTo(new[] { ("fields", "source-changed", "explained", (string?)Tasks[2], (string?)"CallType") }));
    }

    [Test]
    public async Task What_should_have_been_updated_and_differs_is_open_and_repaired_beside_what_stays()
    {
        await ChangeAsync(2);
        await Org.LoadAsync(2);
        await Org.EditAsync(Tasks[2], "Description", "as if it had been lost");
        await Org.ReconcileAsync(2, execute: true);
        Assert.That((await Org.FindingsAsync(2)).Where(f => f.Task == Tasks[2]).Select(f => (f.Field, f.Status)), Is.EquivalentTo(new[] { ((string?)"Description", "open"), ("CallType", "explained") }));

        var run = await Org.BeginRunAsync(2);
        var repaired = await new Repair(run).RunAsync(new LoadingStage(run).RunAsync, null, CancellationToken.None);

        Assert.That((repaired.Plan.Update, repaired.Plan.Replace, repaired.Plan.Not.Count), Is.EqualTo((1L, 0L, 0)));
        await AssertTargetAsync();
        Assert.That((repaired.Loading!.Updated, repaired.Loading.UpdatedInPart, repaired.Loading.Blocked), Is.EqualTo((2L, 1L, 1L)));
        Assert.That((await Org.FindingsAsync(2)).Where(f => f.Task == Tasks[2]).Select(f => (f.Field, f.Status)), Is.EquivalentTo(new[] { ((string?)"Description", "repaired"), ("CallType", "explained") }));
    }

    [Test]
    public async Task A_call_updated_in_part_is_not_taken_for_edited_when_its_run_is_rolled_back()
    {
        Clock.Offset = TimeSpan.FromHours(1);
        await ChangeAsync(2);
        await Org.LoadAsync(2);
        await Org.ReconcileAsync(2, execute: true);

        var undone = await new Rollback(await Org.BeginRunAsync(3), 1, "run-1", force: false).RunAsync(CancellationToken.None);

        Assert.That((undone.Deleted, undone.Refused), Is.EqualTo((10L, 0L)));
    }

    [Test]
    public async Task A_locked_row_is_sent_again_in_part()
    {
        await ChangeAsync(2);
        Org.Emulator.AddFault(new FaultRule { Action = FaultAction.LockRows, Percent = 100, Times = 1 });

        var result = await Org.LoadAsync(2);

        Assert.That((result.Updated, result.UpdatedInPart, result.Blocked, result.Failed), Is.EqualTo((2L, 1L, 1L, 0L)));
        Assert.That(result.Errors.Single().Code, Is.EqualTo("UNABLE_TO_LOCK_ROW"));
        await AssertTargetAsync();
    }

    [Test]
    public async Task An_update_in_part_whose_job_the_org_no_longer_knows_is_found_done()
    {
        await ChangeAsync(2);
        using (var dying = new CancellationTokenSource())
        using (var client = LoadingOrg.NewClient(Org.Emulator, new DeathAfter("PATCH", "/jobs/ingest/750", 1, dying)))
        {
            Assert.That(() => Org.LoadAsync(2, client, dying.Token), Throws.InstanceOf<OperationCanceledException>());
        }

        var remote = await Org.ScalarAsync<string>("SELECT remote_id FROM job WHERE run = 2");
        await Org.Client.BulkIngest.WaitAsync(remote, progress: null, CancellationToken.None);
        await Org.Client.BulkIngest.DeleteAsync(remote, CancellationToken.None);

        var result = await Org.LoadAsync(2);

        Assert.That((result.Updated, result.UpdatedInPart, result.Blocked, result.Left), Is.EqualTo((2L, 1L, 1L, 0L)));
        Assert.That(await Org.ScalarAsync<long>("SELECT SUM(rows) FROM job WHERE run = 2"), Is.EqualTo(2), "each row was sent once");
        await AssertTargetAsync();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_run_that_dies_at_ever_later_requests_comes_to_the_same_end(bool before)
    {
        await ChangeAsync(2);
        var deaths = 0;
        LoadingResult? result = null;
        while (result is null && deaths < 100)
        {
            using var dying = new CancellationTokenSource();
            using var client = LoadingOrg.NewClient(Org.Emulator, new DeathAfter(null, "", deaths + 1, dying, before));
            try
            {
                result = await Org.LoadAsync(2, client, dying.Token);
            }
            catch (OperationCanceledException) when (dying.IsCancellationRequested)
            {
                deaths++;
            }
        }

        Assert.That(deaths, Is.GreaterThan(5));
        Assert.That((result!.Updated, result.UpdatedInPart, result.Blocked, result.Unchanged, result.Left), Is.EqualTo((2L, 1L, 1L, 7L, 0L)));
        await AssertTargetAsync();
    }

    private async Task<LoadingResult> PlanToReplaceAsync()
    {
        Org.Settings = Org.Settings with { OnCreateOnlyChange = "replace" };
        return LoadingBooks.Planned(await new PlanStage(await Org.BeginRunAsync(2, execute: false)).RunAsync(CancellationToken.None));
    }

    private Task ChangeAsync(long run) => Org.StageAsync(run, Tasks.Take(10), (id, values) =>
    {
        values["Description"] = id == Tasks[2] || id == Tasks[3] ? "new" : values["Description"];
        values["CallType"] = id == Tasks[2] || id == Tasks[4] ? "Outbound" : "Inbound";
    });

    private async Task AssertTargetAsync()
    {
        var calls = await Org.CallsAsync("CallType, Description");
        Assert.That(calls.Select(c => c["CallType"]), Is.All.EqualTo("Inbound"));
        Assert.That(calls.Select(c => c["Description"] == "new"), Is.EqualTo(Enumerable.Range(0, 10).Select(i => i is 2 or 3)));
    }
}
