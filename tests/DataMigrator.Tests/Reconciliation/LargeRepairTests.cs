using DataMigrator.Reconciliation;
using DataMigrator.Tests.Loading;

namespace DataMigrator.Tests.Reconciliation;

/// <summary>Enough calls (over 2,000) that the target is read by Bulk query over a range of time; 600 seconds apart, so 18 days of one month and the next.</summary>
internal sealed class LargeRepairTests
{
    private const int Calls = 2_300;

    private LoadingOrg org = null!;
    private IReadOnlyList<string> tasks = [];

    [OneTimeSetUp]
    public async Task LoadAsync()
    {
        org = await LoadingOrg.StartAsync(2_600);
        org.Settings = org.Settings with { RowsPerJob = 1_000 };
        tasks = [.. org.Tasks.Take(Calls)];
        await org.StageAsync(1, tasks);
        Assert.That((await org.LoadAsync()).Created, Is.EqualTo(Calls));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await org.DisposeAsync();

    [Test]
    public async Task Missing_extra_and_edited_are_found_among_thousands_by_reading_all_and_by_bisection_and_repaired()
    {
        await SpoilAsync();
        await FindAsync();
        await BisectAsync();
        await RepairAsync();
    }

    private async Task SpoilAsync()
    {
        await org.LoadedLongAgoAsync();
        await org.DeleteAsync(tasks[0]);
        await org.DeleteAsync(tasks[Calls - 1]);
        await org.EditAsync(tasks[1_000], "Description", "edited");
        await org.CreateAsync("00T000000000000AAA");
    }

    private async Task FindAsync()
    {
        var result = await org.ReconcileAsync();
        Assert.That(result, Is.EqualTo(new ReconciliationResult(Calls, Calls - 3, 1, 2, 1, new(Calls * 60, (Calls - 2) * 60))));
        Assert.That(
            (await org.FindingsAsync()).Where(f => f.Check != "counts").Select(f => (f.Class, f.Task)),
            Is.EquivalentTo(new[] { ("missing", (string?)tasks[0]), ("missing", tasks[Calls - 1]), ("edited-since", tasks[1_000]), ("extra", "00T000000000000AAA") }));
    }

    private async Task BisectAsync()
    {
        var before = org.Emulator.Requests.Count;
        var result = await org.ReconcileAsync(options: new ReconciliationOptions { SkipAgreeing = true, SmallWindow = 100 });
        Assert.That((result.Read, result.Missing, result.Extra), Is.EqualTo(((long)Calls, 2L, 1L)));
        var rows = await org.ScalarAsync<long>("SELECT SUM(count) FROM statistic WHERE section = 'field' AND name = 'Description' AND side = 'compared'");
        Assert.That(rows, Is.LessThan(600).And.GreaterThan(0));
        Assert.That(org.Emulator.Requests.Count - before, Is.LessThan(80));
    }

    private async Task RepairAsync()
    {
        await org.ReconcileAsync();
        var run = await org.BeginRunAsync();
        var result = await new Repair(run).RunAsync(new DataMigrator.Loading.LoadingStage(run).RunAsync, null, CancellationToken.None);

        Assert.That((result.Plan.Create, result.Plan.Update, result.Plan.Replace), Is.EqualTo((2L, 0L, 0L)));
        Assert.That(result.Plan.Not.Select(n => n.Count), Is.EqualTo(new[] { 1L, 1L }));
        Assert.That(result.Plan.Not.Select(n => n.Example), Is.EquivalentTo(new[] { tasks[1_000], "00T000000000000AAA" }));
        Assert.That((result.After!.Read, result.After.Matched, result.After.Mismatched, result.After.Missing, result.After.Extra), Is.EqualTo(((long)Calls, Calls - 1L, 1L, 0L, 1L)));
        Assert.That((await org.FindingsAsync()).Where(f => f.Status == "repaired").Select(f => f.Task), Is.EquivalentTo(new[] { tasks[0], tasks[Calls - 1] }));

        var again = await new Repair(run).RunAsync(_ => throw new InvalidOperationException("There is nothing to send."), null, CancellationToken.None);
        Assert.That(again.Plan.Calls, Is.Zero);
    }
}
