using DataMigrator.Loading;
using DataMigrator.Reconciliation;
using DataMigrator.Tests.Reconciliation;
using SalesforceEmulator.Faults;

namespace DataMigrator.Tests.Loading;

/// <summary>A call is the run's that created it first. Whoever deletes it to create it anew changes its record, and not whose it is.</summary>
internal sealed class UndoOfReplacedCallsTests
{
    private LoadingOrg org = null!;

    [SetUp]
    public async Task LoadAsync()
    {
        org = await LoadingOrg.StartAsync();
        await org.StageAsync(1, org.Tasks.Take(12), parent: Chain);
        await org.LoadAsync();
        org.Settings = org.Settings with { OnCreateOnlyChange = "replace" };
    }

    [TearDown]
    public async Task StopAsync() => await org.DisposeAsync();

    [Test]
    public async Task What_a_run_created_and_replaced_itself_is_its_own()
    {
        await StageOutboundAsync(1, 12, 5, 9);
        var replaced = await org.LoadAsync();
        Assert.That((replaced.Unchanged, replaced.Replaced), Is.EqualTo((8L, 4L)), "two calls, and the two legs after one of them");

        var result = await UndoAsync(1);

        Assert.That((result.Found, result.Deleted, result.Refused, result.ThereBefore, result.NotReplaced), Is.EqualTo((12L, 12L, 0L, 0L, 0L)));
        Assert.That(await org.CallsAsync(), Is.Empty);
    }

    [Test]
    public async Task What_a_run_created_and_its_repair_replaced_is_its_own()
    {
        await org.StageSqlAsync($"UPDATE payload SET json = replace(json, 'Inbound', 'Outbound') WHERE id = (SELECT payload FROM call WHERE task_id = '{org.Tasks[2]}')");
        var run = await org.BeginRunAsync();
        await new ReconciliationStage(run).RunAsync(CancellationToken.None);
        var repaired = await new Repair(run).RunAsync(new LoadingStage(run).RunAsync, null, CancellationToken.None);
        Assert.That(repaired.Plan.Replace, Is.EqualTo(1));

        var result = await UndoAsync(1);

        Assert.That((result.Found, result.Deleted, result.Refused), Is.EqualTo((12L, 12L, 0L)));
        Assert.That(await org.CallsAsync(), Is.Empty);
    }

    [Test]
    public async Task What_another_run_replaced_stays_when_that_run_is_undone_and_goes_with_the_run_that_created_it()
    {
        await StageOutboundAsync(2, 15, 5);
        var loaded = await org.LoadAsync(2);
        Assert.That((loaded.Replaced, loaded.Created, loaded.Unchanged), Is.EqualTo((1L, 3L, 11L)));

        var second = await UndoAsync(2, force: true);
        Assert.That((second.Found, second.Deleted, second.Refused, second.ThereBefore), Is.EqualTo((3L, 3L, 0L, 1L)));
        Assert.That(await org.CallsAsync(), Has.Count.EqualTo(12));

        var first = await UndoAsync(1);
        Assert.That((first.Found, first.Deleted, first.Refused, first.ThereBefore), Is.EqualTo((12L, 12L, 0L, 0L)));
        Assert.That(await org.CallsAsync(), Is.Empty);
    }

    [Test]
    public async Task What_was_there_before_all_runs_stays_however_often_it_was_replaced()
    {
        await ForgetWhoCreatedAsync();
        await StageOutboundAsync(2, 12, 5);
        await org.LoadAsync(2);
        await StageOutboundAsync(3, 12, 6);
        Assert.That((await org.LoadAsync(3)).Replaced, Is.EqualTo(2));

        var second = await UndoAsync(2, force: true);
        var third = await UndoAsync(3, force: true);

        Assert.That((second.Found, second.ThereBefore, third.Found, third.ThereBefore), Is.EqualTo((0L, 0L, 0L, 2L)));
        Assert.That(await org.CallsAsync(), Has.Count.EqualTo(12));
    }

    [Test]
    public async Task A_replacement_cut_after_its_delete_does_not_make_the_call_the_run_that_went_on([Values] bool createdByUs)
    {
        if (!createdByUs)
        {
            await ForgetWhoCreatedAsync();
        }

        await CutAfterDeleteAsync();
        var loaded = await org.LoadAsync(2);
        Assert.That((loaded.Left, loaded.Failed), Is.EqualTo((0L, 0L)));

        var second = await UndoAsync(2, force: true);
        Assert.That((second.Found, second.Deleted, second.ThereBefore), Is.EqualTo((3L, 3L, 1L)));
        Assert.That(await org.CallsAsync(), Has.Count.EqualTo(12));
        var first = await UndoAsync(1);
        Assert.That((first.Found, first.Deleted), Is.EqualTo(createdByUs ? (12L, 12L) : (0L, 0L)));
    }

    [Test]
    public async Task A_run_undone_in_the_middle_of_a_replacement_says_what_is_missing_and_the_next_run_brings_it_back_to_its_owner()
    {
        await CutAfterDeleteAsync();

        var second = await UndoAsync(2);
        Assert.That((second.Found, second.Deleted, second.ThereBefore, second.NotReplaced), Is.EqualTo((3L, 3L, 0L, 1L)));

        await StageOutboundAsync(3, 12, 5);
        Assert.That((await org.LoadAsync(3)).Created, Is.EqualTo(1));
        Assert.That((await UndoAsync(3)).Found, Is.Zero);
        Assert.That(await org.CallsAsync(), Has.Count.EqualTo(12));
        Assert.That((await UndoAsync(1)).Deleted, Is.EqualTo(12));
    }

    [Test]
    public async Task A_repair_that_finds_the_deleted_call_missing_creates_it_for_its_owner()
    {
        await CutAfterDeleteAsync();
        var run = await org.BeginRunAsync(2);
        await org.StageSqlAsync("UPDATE call SET state = 3 WHERE state = 0");
        await new ReconciliationStage(run).RunAsync(CancellationToken.None);

        var repaired = await new Repair(run).RunAsync(new LoadingStage(run).RunAsync, null, CancellationToken.None);

        Assert.That(repaired.Plan.Create, Is.EqualTo(1));
        Assert.That((await UndoAsync(2)).Deleted, Is.EqualTo(3));
        Assert.That((await UndoAsync(1)).Deleted, Is.EqualTo(12));
    }

    [Test]
    public async Task What_somebody_deleted_after_it_was_replaced_is_the_run_that_creates_it_again()
    {
        await StageOutboundAsync(2, 12, 5);
        await org.LoadAsync(2);
        var calls = await org.CallsAsync();
        await org.Client.DeleteAsync([calls[5]["Id"]!], allOrNone: true, CancellationToken.None);
        await StageOutboundAsync(3, 12, 5);
        Assert.That((await org.LoadAsync(3)).Created, Is.EqualTo(1));

        Assert.That((await UndoAsync(1)).Deleted, Is.EqualTo(11));
        Assert.That((await UndoAsync(3)).Deleted, Is.EqualTo(1));
    }

    [Test]
    public async Task What_was_undone_and_loaded_again_is_the_later_run()
    {
        await StageOutboundAsync(2, 12, 5);
        await org.LoadAsync(2);
        Assert.That((await UndoAsync(1)).Deleted, Is.EqualTo(12));
        await StageOutboundAsync(3, 12, 5);
        Assert.That((await org.LoadAsync(3)).Created, Is.EqualTo(12));

        var first = await UndoAsync(1);
        Assert.That((first.Found, first.DeletedEarlier, first.ThereBefore), Is.EqualTo((0L, 0L, 0L)));
        var third = await UndoAsync(3);
        Assert.That((third.Found, third.Deleted, third.ThereBefore), Is.EqualTo((12L, 12L, 0L)));
        Assert.That(await org.CallsAsync(), Is.Empty);
    }

    [Test]
    public async Task A_replaced_call_that_somebody_edited_since_is_refused_like_any_other()
    {
        await StageOutboundAsync(2, 12, 5);
        await org.LoadAsync(2);
        await org.StageSqlAsync($"UPDATE call SET target_stamp = 1000000000 WHERE task_id = '{org.Tasks[5]}'");

        var result = await UndoAsync(1);

        Assert.That((result.Found, result.Deleted, result.Refused), Is.EqualTo((12L, 11L, 1L)));
        Assert.That(result.RefusedExamples.Single(), Has.Property("TaskId").EqualTo(org.Tasks[5]).And.Property("Reason").EqualTo(RefusedCall.EditedSince));
    }

    /// <summary>Run 2 has created three calls and deleted the sixth, and is stopped before it is created anew.</summary>
    private async Task CutAfterDeleteAsync()
    {
        org.Settings = org.Settings with { Parallelism = 1 };
        await StageOutboundAsync(2, 15, 5);
        org.Emulator.AddFault(new FaultRule { Action = FaultAction.Quota, Method = "POST", Path = "/jobs/ingest", From = 3 });
        Assert.That(async () => await org.LoadAsync(2), Throws.Exception);
        org.Emulator.ClearFaults();
        Assert.That((await org.CallsAsync()).Select(c => c["Legacy_Task_Id__c"]), Is.EqualTo(org.Tasks.Take(15).Except([org.Tasks[5]])), "it is deleted and not created");
    }

    private Task StageOutboundAsync(long run, int count, params int[] outbound) =>
        org.StageAsync(run, org.Tasks.Take(count), (id, values) => values["CallType"] = outbound.Any(i => org.Tasks[i] == id) ? "Outbound" : "Inbound", Chain);

    /// <summary>As if other means had loaded them.</summary>
    private Task ForgetWhoCreatedAsync() => org.StageSqlAsync("UPDATE call SET target_id = NULL, created_run = NULL, job = NULL");

    private async Task<RollbackResult> UndoAsync(long run, bool force = false) =>
        await new Rollback(await org.BeginRunAsync(run), run, $"run-{run}", force).RunAsync(CancellationToken.None);

    private string? Chain(string id) => id == org.Tasks[10] ? org.Tasks[9] : id == org.Tasks[11] ? org.Tasks[10] : null;
}
