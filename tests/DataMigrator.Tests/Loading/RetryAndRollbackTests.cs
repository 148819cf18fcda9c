using DataMigrator.Loading;
using DataMigrator.Tests.Reconciliation;
using SalesforceEmulator.Faults;

namespace DataMigrator.Tests.Loading;

internal sealed class RetryAndRollbackTests
{
    private readonly OffsetClock clock = new();
    private LoadingOrg org = null!;

    [SetUp]
    public async Task StartAsync()
    {
        clock.Offset = TimeSpan.Zero;
        org = await LoadingOrg.StartAsync(clock: clock);
    }

    [TearDown]
    public async Task StopAsync() => await org.DisposeAsync();

    [Test]
    public async Task What_failed_is_sent_again_once_its_cause_is_mended_and_its_legs_come_along()
    {
        var rule = await AnyRuleThatFailsAsync();
        var result = await org.LoadAsync();
        Assert.That((result.Created, result.Failed), Is.EqualTo((2L, 4L)), rule);
        org.Emulator.ClearFaults();

        var again = await new RetryFailed(await org.BeginRunAsync(), "UNABLE_TO_LOCK_ROW").RunAsync(CancellationToken.None);

        Assert.That((again.Read, again.Created, again.Failed, again.Left), Is.EqualTo((6L, 6L, 0L, 0L)));
        var calls = await org.CallsAsync();
        Assert.That(calls[1]["PreviousCallId"], Is.EqualTo(calls[0]["Id"]));
    }

    [Test]
    public async Task Where_legs_can_not_be_chained_the_later_ones_wait_for_it_and_all_else_is_loaded()
    {
        await org.StageAsync(1, org.Tasks.Take(6), parent: id => id == org.Tasks[1] ? org.Tasks[0] : null);
        var describe = org.Describe;
        org.Describe = describe with { Fields = [.. describe.Fields.Where(f => f.Name != "PreviousCallId")] };

        var result = await org.LoadAsync();

        Assert.That((result.Read, result.Created, result.Failed, result.Left), Is.EqualTo((6L, 5L, 1L, 0L)));
        Assert.That(result.Errors.Single().Code, Is.EqualTo(Orphans.Code));

        org.Describe = describe;
        var again = await new RetryFailed(await org.BeginRunAsync(), Orphans.Code).RunAsync(CancellationToken.None);

        Assert.That((again.Created, again.Failed), Is.EqualTo((6L, 0L)));
        var calls = await org.CallsAsync();
        Assert.That(calls[1]["PreviousCallId"], Is.EqualTo(calls[0]["Id"]));
    }

    [Test]
    public async Task Before_anything_is_sent_again_it_says_how_many_and_why()
    {
        await org.StageAsync(1, org.Tasks.Take(6), (id, values) => values["CallType"] = id == org.Tasks[4] || id == org.Tasks[2] ? "Nonsense" : "Inbound", id => id == org.Tasks[5] ? org.Tasks[4] : null);
        await org.LoadAsync();
        var sent = org.Emulator.Requests.Count;
        var run = await org.BeginRunAsync(execute: false);

        var all = await new RetryFailed(run, null).PlanAsync();
        var other = await new RetryFailed(run, "UNABLE_TO_LOCK_ROW").PlanAsync();
        var legs = await new RetryFailed(run, Orphans.Code).PlanAsync();

        Assert.That(all[0], Is.EqualTo("3 calls would be sent again."));
        Assert.That(all[1], Does.StartWith($"2 calls failed with INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST, such as Task {org.Tasks[2]}: "));
        Assert.That(all[2], Does.StartWith($"1 call failed with {Orphans.Code}, such as Task {org.Tasks[5]}: The previous leg"));
        Assert.That(other, Is.EqualTo(new[] { $"No call of run run-1 has failed with UNABLE_TO_LOCK_ROW. There are: INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST, {Orphans.Code}." }));
        Assert.That((legs[0], legs[^1]), Is.EqualTo(("1 call would be sent again.", "2 calls failed with INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST and would stay as they are.")));
        Assert.That(org.Emulator.Requests, Has.Count.EqualTo(sent), "it asks no org");
    }

    [Test]
    public async Task Retrying_one_code_leaves_the_others_failed()
    {
        await org.StageAsync(1, org.Tasks.Take(5), (id, values) => values["CallType"] = id == org.Tasks[4] ? "Nonsense" : "Inbound");
        await org.LoadAsync();

        var again = await new RetryFailed(await org.BeginRunAsync(), "UNABLE_TO_LOCK_ROW").RunAsync(CancellationToken.None);

        Assert.That((again.Created, again.Failed), Is.EqualTo((4L, 1L)));
        Assert.That(await org.ScalarAsync<long>("SELECT MAX(number) FROM attempt"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_run_is_undone_with_what_it_created_and_nothing_else()
    {
        await org.StageAsync(1, org.Tasks.Take(5));
        await org.LoadAsync();
        await org.StageAsync(2, org.Tasks.Take(25));
        await org.LoadAsync(2);

        var result = await new Rollback(await org.BeginRunAsync(3), 2, "run-2", force: false).RunAsync(CancellationToken.None);

        Assert.That((result.Found, result.Deleted, result.Refused, result.Failed, result.Left, result.StillThere), Is.EqualTo((20L, 20L, 0L, 0L, 0L, 0L)));
        Assert.That((await org.CallsAsync()).Select(c => c["Legacy_Task_Id__c"]), Is.EqualTo(org.Tasks.Take(5)));
    }

    [Test]
    public async Task A_call_that_somebody_edited_since_is_refused_unless_forced()
    {
        await org.StageAsync(1, org.Tasks.Take(9));
        await org.LoadAsync();
        await EditAsync(4);
        await SetStampsBackAsync();

        var plan = await new Rollback(await org.BeginRunAsync(2, execute: false), 1, "run-1", force: false).RunAsync(CancellationToken.None);
        var result = await new Rollback(await org.BeginRunAsync(3), 1, "run-1", force: false).RunAsync(CancellationToken.None);

        Assert.That((plan.Deleted, plan.Refused, plan.Left), Is.EqualTo((0L, 1L, 8L)));
        Assert.That((result.Found, result.Deleted, result.Refused), Is.EqualTo((9L, 8L, 1L)));
        Assert.That(result.RefusedExamples[0].TaskId, Is.EqualTo(org.Tasks[4]));

        var forced = await new Rollback(await org.BeginRunAsync(4), 1, "run-1", force: true).RunAsync(CancellationToken.None);
        Assert.That((forced.Found, forced.Deleted), Is.EqualTo((1L, 1L)));
        Assert.That(await org.CallsAsync(), Is.Empty);
    }

    [Test]
    public async Task A_call_that_was_never_read_back_is_refused_if_it_changed_after_it_was_created()
    {
        await org.StageAsync(1, org.Tasks.Take(9));
        await org.LoadAsync();
        clock.Offset = TimeSpan.FromHours(1);
        await EditAsync(4);

        var result = await new Rollback(await org.BeginRunAsync(2), 1, "run-1", force: false).RunAsync(CancellationToken.None);

        Assert.That((result.Found, result.Deleted, result.Refused), Is.EqualTo((9L, 8L, 1L)));
        Assert.That(result.RefusedExamples[0].TaskId, Is.EqualTo(org.Tasks[4]));
    }

    [Test]
    public async Task An_undo_that_stops_half_way_goes_on_and_counts_what_was_gone()
    {
        await org.StageAsync(1, org.Tasks.Take(30));
        await org.LoadAsync();
        var calls = await org.CallsAsync();
        await org.Client.DeleteAsync([calls[0]["Id"]!, calls[1]["Id"]!], allOrNone: true, CancellationToken.None);
        org.Emulator.AddFault(new FaultRule { Action = FaultAction.Quota, Method = "POST", Path = "/jobs/ingest", From = 3 });
        Assert.That(async () => await new Rollback(await org.BeginRunAsync(2), 1, "run-1", force: false).RunAsync(CancellationToken.None), Throws.Exception);
        org.Emulator.ClearFaults();
        org.Emulator.AddFault(new FaultRule { Action = FaultAction.LockRows, Percent = 30, Times = 2 });

        var result = await new Rollback(await org.BeginRunAsync(2), 1, "run-1", force: false).RunAsync(CancellationToken.None);

        Assert.That(result.Deleted + result.Gone, Is.EqualTo(result.Found));
        Assert.That(result.DeletedEarlier, Is.GreaterThan(0).And.EqualTo(28 - result.Found), "30 calls, two of them gone");
        Assert.That((result.Failed, result.Left, result.StillThere), Is.EqualTo((0L, 0L, 0L)));
        Assert.That(await org.CallsAsync(), Is.Empty);
    }

    private async Task<string> AnyRuleThatFailsAsync()
    {
        // The first job of 3 rows (a leg with two more hanging on it, and another) stays locked for good.
        org.Settings = org.Settings with { MaxAttempts = 1, RowsPerJob = 2, Parallelism = 1 };
        await org.StageAsync(1, org.Tasks.Take(6), parent: id => id == org.Tasks[1] ? org.Tasks[0] : id == org.Tasks[2] ? org.Tasks[1] : null);
        org.Emulator.AddFault(new FaultRule { Action = FaultAction.LockRows, Percent = 100, Times = 1 });
        return "the first job is locked: tasks 0 and 3, and the legs 1 and 2 of 0";
    }

    private async Task EditAsync(int index)
    {
        var calls = await org.CallsAsync();
        var saved = await org.Client.UpdateAsync(
            "VoiceCall", [new Dictionary<string, object?> { ["Id"] = calls[index]["Id"], ["Description"] = "edited" }], allOrNone: true, CancellationToken.None);
        Assert.That(saved[0].Success, Is.True);
    }

    /// <summary>The embedded org stamps in whole seconds, and test and edit happen within one: as if all had been read back an hour ago, save what is edited.</summary>
    private async Task SetStampsBackAsync()
    {
        using var scope = await org.Staging.WriteAsync(CancellationToken.None);
        using var update = scope.Prepare("UPDATE call SET target_stamp = CASE WHEN task_id = ?1 THEN 1000000000 ELSE 4000000000 END");
        update.Text(1, org.Tasks[4]).Execute();
        scope.Commit();
    }
}
