using DataMigrator.Loading;
using DataMigrator.Tests.Reconciliation;

namespace DataMigrator.Tests.Loading;

/// <summary>Replacing takes nothing away that it can't bring back.</summary>
internal sealed class ReplaceTests
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
    public async Task If_the_first_cannot_be_created_again_the_rest_is_not_deleted()
    {
        await org.StageAsync(2, org.Tasks.Take(12), (_, values) => values["CallType"] = "Nonsense", Chain);

        var result = await org.LoadAsync(2);

        // One was the probe; ten more, the two legs among them, are as they were.
        Assert.That(await org.CallsAsync(), Has.Count.EqualTo(11));
        Assert.That((result.Read, result.Failed, result.Replaced, result.Left), Is.EqualTo((12L, 12L, 0L, 0L)));
        Assert.That((await org.StagedAsync<string>("error_code")).GroupBy(c => c).ToDictionary(g => g.Key, g => g.Count())["INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"], Is.EqualTo(1));
    }

    [Test]
    public async Task What_was_not_tried_is_replaced_by_a_retry_once_the_cause_is_mended()
    {
        await org.StageAsync(2, org.Tasks.Take(12), (_, values) => values["CallType"] = "Nonsense", Chain);
        await org.LoadAsync(2);
        await org.StageAsync(2, org.Tasks.Take(12), (_, values) => values["CallType"] = "Outbound", Chain);

        var result = await new RetryFailed(await org.BeginRunAsync(2), null).RunAsync(CancellationToken.None);

        Assert.That((result.Failed, result.Left, result.Created + result.Replaced), Is.EqualTo((0L, 0L, 12L)));
        var calls = await org.CallsAsync("Id, CallType, PreviousCallId");
        Assert.That(calls.Select(c => c["CallType"]), Is.EqualTo(Enumerable.Repeat("Outbound", 12)));
        Assert.That(calls[11]["PreviousCallId"], Is.EqualTo(calls[10]["Id"]));
    }

    [Test]
    public async Task A_leg_stays_if_the_leg_before_it_cannot_be_replaced()
    {
        // The first is replaced, which proves that it works; the ninth, on which the last two hang, is refused.
        await org.StageAsync(2, org.Tasks.Take(12), (id, values) => values["CallType"] = id == org.Tasks[0] ? "Outbound" : id == org.Tasks[9] ? "Nonsense" : "Inbound", Chain);
        var before = await org.CallsAsync();

        var result = await org.LoadAsync(2);

        Assert.That((result.Replaced, result.Unchanged, result.Failed, result.Left), Is.EqualTo((1L, 8L, 3L, 0L)));
        Assert.That((await org.CallsAsync()).Skip(9).Select(c => c["Id"]), Is.EqualTo(before.Skip(10).Select(c => c["Id"])));
        Assert.That((await org.StagedAsync<string?>("error_code")).Skip(9), Is.EqualTo(new[] { "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", Orphans.Code, Orphans.Code }));
    }

    [Test]
    public async Task What_was_uploaded_to_be_deleted_is_not_deleted_if_the_run_goes_on_without_replacing()
    {
        await org.StageAsync(2, org.Tasks.Take(12), (id, values) => values["CallType"] = id == org.Tasks[5] ? "Outbound" : "Inbound", Chain);
        var before = await org.CallsAsync();
        using (var dying = new CancellationTokenSource())
        using (var client = LoadingOrg.NewClient(org.Emulator, new DeathAfter("PUT", "/batches", 1, dying)))
        {
            Assert.That(() => org.LoadAsync(2, client, dying.Token), Throws.InstanceOf<OperationCanceledException>());
        }

        await org.StageSqlAsync("UPDATE job SET state = 'uploaded' WHERE run = 2 AND operation = 'delete'");
        org.Settings = org.Settings with { OnCreateOnlyChange = "block" };

        var result = await org.LoadAsync(2);

        Assert.That((result.Blocked, result.Unchanged, result.Replaced + result.Created + result.Left), Is.EqualTo((1L, 11L, 0L)));
        Assert.That((await org.CallsAsync()).Select(c => c["Id"]), Is.EqualTo(before.Select(c => c["Id"])));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_leg_that_this_run_has_created_or_updated_behind_a_blocked_one_is_replaced_with_it(bool updated)
    {
        if (!updated)
        {
            await org.DeleteAsync(org.Tasks[11]);
        }

        org.Settings = org.Settings with { OnCreateOnlyChange = "block" };
        await org.StageAsync(2, org.Tasks.Take(12), (id, values) =>
        {
            values["CallType"] = id == org.Tasks[10] ? "Outbound" : "Inbound";
            values["Description"] = id == org.Tasks[11] ? "new" : values["Description"];
        }, Chain);
        var blocked = await org.LoadAsync(2);
        Assert.That((blocked.Blocked, blocked.Created, blocked.Updated), Is.EqualTo((1L, updated ? 0L : 1L, updated ? 1L : 0L)));
        org.Settings = org.Settings with { OnCreateOnlyChange = "replace" };

        var replaced = await org.LoadAsync(2);

        Assert.That((replaced.Replaced, replaced.Unchanged, replaced.Left), Is.EqualTo((2L, 10L, 0L)));
        var calls = await org.CallsAsync();
        Assert.That(calls[11]["PreviousCallId"], Is.EqualTo(calls[10]["Id"]));
    }

    private string? Chain(string id) => id == org.Tasks[10] ? org.Tasks[9] : id == org.Tasks[11] ? org.Tasks[10] : null;
}
