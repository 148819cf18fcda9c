using DataMigrator.Loading;
using DataMigrator.Reporting;
using DataMigrator.Staging;
using DataMigrator.Tests.Reconciliation;

namespace DataMigrator.Tests.Loading;

/// <summary>What a plan may forget, and what it finds arrived.</summary>
internal sealed class PlanTests
{
    private LoadingOrg org = null!;

    [SetUp]
    public async Task StartAsync()
    {
        org = await LoadingOrg.StartAsync();
        await org.StageAsync(1, org.Tasks.Take(4));
    }

    [TearDown]
    public async Task StopAsync() => await org.DisposeAsync();

    [Test]
    public async Task A_dry_run_that_does_not_see_a_call_leaves_what_rollback_needs()
    {
        await org.LoadAsync();
        await org.DeleteAsync(org.Tasks[2]);

        await org.StageAsync(2, org.Tasks.Take(4));

        var plan = LoadingBooks.Planned(await new PlanStage(await org.BeginRunAsync(2, execute: false)).RunAsync(CancellationToken.None));

        Assert.That((plan.Created, plan.Unchanged), Is.EqualTo((1L, 3L)));
        Assert.That(await org.StagedAsync<long?>("created_run"), Is.EqualTo(new long?[] { 1, 1, 1, 1 }));
        Assert.That(await org.StagedAsync<string?>("target_id"), Has.None.Null);
    }

    [Test]
    public async Task An_executed_plan_forgets_a_call_that_is_gone_and_creates_it_again()
    {
        await org.LoadAsync();
        await org.DeleteAsync(org.Tasks[2]);
        await org.StageAsync(2, org.Tasks.Take(4));

        var result = await org.LoadAsync(2);

        Assert.That((result.Created, result.Unchanged), Is.EqualTo((1L, 3L)));
        Assert.That(await org.StagedAsync<long?>("created_run"), Is.EqualTo(new long?[] { 1, 1, 2, 1 }));
    }

    [Test]
    public async Task A_call_whose_external_id_somebody_emptied_is_mended_and_not_doubled()
    {
        await org.LoadAsync();
        var before = await org.StagedAsync<string>("target_id");
        await org.EditAsync(org.Tasks[1], "Legacy_Task_Id__c", null);
        await org.StageAsync(2, org.Tasks.Take(4));

        var result = await org.LoadAsync(2);

        Assert.That((result.Created, result.Updated, result.Unchanged), Is.EqualTo((0L, 1L, 3L)));
        Assert.That((await org.CallsAsync()).Select(c => c["Id"]), Is.EqualTo(before));
        Assert.That(await org.StagedAsync<long?>("created_run"), Is.All.EqualTo(1));
    }

    [Test]
    public async Task A_leg_that_was_loaded_before_the_leg_in_front_of_it_is_blocked_and_says_which_call_it_should_follow()
    {
        await org.LoadAsync();
        await org.StageAsync(2, org.Tasks.Take(5), parent: id => id == org.Tasks[3] ? org.Tasks[4] : null);

        var plan = LoadingBooks.Planned(await new PlanStage(await org.BeginRunAsync(2, execute: false)).RunAsync(CancellationToken.None));

        Assert.That((plan.Created, plan.Unchanged, plan.Blocked), Is.EqualTo((1L, 3L, 1L)));
        using var reader = org.Staging.OpenReader();
        Assert.That(PlannedChanges.All(reader, 2), Is.EqualTo(new[] { new PlannedChange(org.Tasks[3], "blocked", "PreviousCallId", null, $"the call of Task {org.Tasks[4]}") }));
    }

    [Test]
    public async Task A_row_that_waits_to_be_sent_again_and_has_arrived_is_counted_as_created()
    {
        await org.LoadAsync();

        // As a stop leaves it: the org did the row, the answer was a lock, and the next round never came.
        await org.StageSqlAsync($"UPDATE call SET state = 7, target_id = NULL, created_run = NULL, error_code = 'UNABLE_TO_LOCK_ROW' WHERE task_id = '{org.Tasks[3]}'");

        var result = await org.LoadAsync();

        Assert.That((result.Read, result.Created, result.Unchanged, result.Left), Is.EqualTo((4L, 4L, 0L, 0L)));
        Assert.That(await org.StagedAsync<long?>("created_run"), Is.All.EqualTo(1));
        Assert.That(await org.StagedAsync<string?>("error_code"), Is.All.Null);
    }

    [Test]
    public async Task A_row_that_waits_and_that_somebody_else_has_created_leaves_as_unchanged()
    {
        await org.LoadAsync();
        await org.StageSqlAsync($"UPDATE call SET state = 7, target_id = NULL, created_run = NULL WHERE task_id = '{org.Tasks[3]}'; UPDATE run SET started = '2999-01-01T00:00:00Z'");

        var result = await org.LoadAsync();

        Assert.That((result.Created, result.Unchanged, result.Left), Is.EqualTo((3L, 1L, 0L)));
        Assert.That(await org.StagedAsync<long?>("created_run"), Is.EqualTo(new long?[] { 1, 1, 1, null }));
    }

    [Test]
    public async Task A_call_with_values_of_another_mapping_is_refused_and_not_taken_apart_wrongly()
    {
        await org.LoadAsync();
        await org.StageAsync(2, org.Tasks.Take(4));
        await org.StageSqlAsync($"UPDATE payload SET json = '[\"a\",\"b\"]' WHERE id = (SELECT payload FROM call WHERE task_id = '{org.Tasks[0]}')");

        Assert.That(() => org.LoadAsync(2), Throws.TypeOf<OperatorException>().With.Message.Contains("has 2 values").And.Message.Contains("12 fields"));
    }

    [Test]
    public async Task Nothing_of_a_purged_run_is_sent_and_the_same_command_begins_anew()
    {
        var runs = new RunStore(org.Staging, TimeProvider.System);
        var request = new RunRequest("run", "same", true, null, null, false, null, null, null, null, "{}");
        var first = await runs.BeginAsync(request, TimeSpan.Zero, TimeSpan.Zero, CancellationToken.None);
        await org.StageAsync(first.Number, org.Tasks.Take(4));
        await org.LoadAsync(first.Number);
        await runs.FinishAsync(first.Number, RunStates.Interrupted, 130, null, CancellationToken.None);
        await new Purge(org.Staging, null, TimeProvider.System).RunAsync(first.Id, CancellationToken.None);

        Assert.That(() => org.LoadAsync(first.Number), Throws.TypeOf<OperatorException>().With.Message.Contains("purged"));
        Assert.That(runs.Get(first.Id)!.State, Is.EqualTo(RunStates.Purged));
        var second = await runs.BeginAsync(request, TimeSpan.Zero, TimeSpan.Zero, CancellationToken.None);
        Assert.That((second.Resumed, second.Number), Is.EqualTo((false, first.Number + 1)));
        await org.StageAsync(second.Number, org.Tasks.Take(4));
        Assert.That((await org.LoadAsync(second.Number)).Unchanged, Is.EqualTo(4));
    }

    [TestCase("""["a",null]""", "has 2 values where the mapping in use has 12 fields: another mapping made it")]
    [TestCase("[]", "has 0 values where the mapping in use has 12 fields: they were purged")]
    public async Task A_call_whose_values_are_not_those_of_the_mapping_is_not_compared(string payload, string why)
    {
        await org.StageAsync(1, org.Tasks.Take(3));
        await org.LoadAsync();
        await org.StageSqlAsync($"UPDATE call SET plan = 0, state = 0; UPDATE payload SET json = '{payload}' WHERE id = (SELECT payload FROM call WHERE task_id = '{org.Tasks[1]}')");

        Assert.That(() => org.LoadAsync(), Throws.TypeOf<OperatorException>().With.Message.Contains($"The call of Task {org.Tasks[1]} {why}"));
    }
}
