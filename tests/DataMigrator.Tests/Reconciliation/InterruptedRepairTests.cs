using DataMigrator.Loading;
using DataMigrator.Reconciliation;
using DataMigrator.Tests.Loading;

namespace DataMigrator.Tests.Reconciliation;

/// <summary>Of ten loaded calls two were deleted from the target and one was changed there by our own user; the repair of them is cut short.</summary>
internal sealed class InterruptedRepairTests : TenLoadedCalls
{
    [SetUp]
    public async Task SpoilAsync()
    {
        await Org.DeleteAsync(Tasks[1]);
        await Org.DeleteAsync(Tasks[8]);
        await Org.EditAsync(Tasks[2], "Description", "as if it had been lost");
        await Org.ReconcileAsync(execute: true);
    }

    [Test]
    public async Task The_same_command_goes_on_wherever_it_was_cut_short([Values(true, false)] bool before)
    {
        var deaths = 0;
        RepairResult? result = null;
        while (result is null && deaths < 100)
        {
            using var dying = new CancellationTokenSource();
            using var client = LoadingOrg.NewClient(Org.Emulator, new DeathAfter(null, "", deaths + 1, dying, before));
            try
            {
                result = await RepairAsync(client, dying.Token);
            }
            catch (OperationCanceledException) when (dying.IsCancellationRequested)
            {
                deaths++;
            }
        }

        Assert.That(deaths, Is.GreaterThan(5));
        Assert.That((result!.After!.Matched, result.After.Mismatched, result.After.Missing), Is.EqualTo((10L, 0L, 0L)));
        Assert.That(
            (await Org.FindingsAsync()).Select(f => (f.Task, f.Field, f.Status)),
            Is.EquivalentTo(new[] { ((string?)Tasks[1], (string?)null, "repaired"), (Tasks[2], "Description", "repaired"), (Tasks[8], null, "repaired") }));
        Assert.That(await Org.CallsAsync(), Has.Count.EqualTo(10));
    }

    [Test]
    public async Task Until_then_its_findings_are_not_called_repaired_and_the_plan_says_that_something_is_left()
    {
        var run = await Org.BeginRunAsync();
        Assert.That(() => new Repair(run).RunAsync(_ => throw new LoadingStoppedException(StopReason.Quota, "enough"), null, CancellationToken.None), Throws.InstanceOf<LoadingStoppedException>());

        Assert.That((await Org.FindingsAsync()).Where(f => f.Check != "counts").Select(f => f.Status), Is.EqualTo(Enumerable.Repeat("repairing", 3)));
        var plan = (await new Repair(run with { Execute = false }).RunAsync(_ => throw new InvalidOperationException("A dry run sends nothing."), null, CancellationToken.None)).Plan;
        Assert.That((plan.WasCutShort, plan.Calls), Is.EqualTo((true, 0L)));
        Assert.That(plan.Sentences(executed: false).First(), Does.Contain("cut short").And.Contain("--execute"));
    }

    [Test]
    public async Task A_reconciliation_by_itself_settles_them_by_what_it_finds()
    {
        var run = await Org.BeginRunAsync();
        Assert.That(() => new Repair(run).RunAsync(_ => throw new LoadingStoppedException(StopReason.Quota, "enough"), null, CancellationToken.None), Throws.InstanceOf<LoadingStoppedException>());

        await Org.ReconcileAsync(execute: true);

        Assert.That(
            (await Org.FindingsAsync()).Where(f => f.Check != "counts").Select(f => (f.Class, f.Task, f.Status)),
            Is.EquivalentTo(new[] { ("left", (string?)Tasks[1], "explained"), ("left", Tasks[8], "explained"), ("wrong-at-load", Tasks[2], "open") }));
    }

    private async Task<RepairResult> RepairAsync(Salesforce.Force.ForceClient client, CancellationToken cancellationToken)
    {
        var run = await Org.BeginRunAsync() with { Target = client };
        await OpenJobs.SettleAsync(run, cancellationToken);
        return await new Repair(run).RunAsync(new LoadingStage(run).RunAsync, null, cancellationToken);
    }
}
