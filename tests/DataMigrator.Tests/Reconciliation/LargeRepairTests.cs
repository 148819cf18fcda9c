using DataMigrator.Reconciliation;

namespace DataMigrator.Tests.Reconciliation;

internal sealed class LargeRepairTests : ThousandsOfLoadedCalls
{
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
        await Org.LoadedLongAgoAsync();
        await Org.DeleteAsync(Tasks[0]);
        await Org.DeleteAsync(Tasks[Calls - 1]);
        await Org.EditAsync(Tasks[1_000], "Description", "edited");
        await Org.CreateAsync("00T000000000000AAA");
    }

    private async Task FindAsync()
    {
        var result = await Org.ReconcileAsync();
        Assert.That(result, Is.EqualTo(new ReconciliationResult(Calls, Calls - 3, 1, 2, 1, new(Calls * 60, (Calls - 2) * 60))));
        Assert.That(
            (await Org.FindingsAsync()).Where(f => f.Check != "counts").Select(f => (f.Class, f.Task)),
            Is.EquivalentTo(new[] { ("missing", (string?)Tasks[0]), ("missing", Tasks[Calls - 1]), ("edited-since", Tasks[1_000]), ("extra", "00T000000000000AAA") }));
    }

    private async Task BisectAsync()
    {
        var before = Org.Emulator.Requests.Count;
        var result = await Org.ReconcileAsync(options: new ReconciliationOptions { SkipAgreeing = true, SmallWindow = 100 });
        Assert.That((result.Read, result.Missing, result.Extra), Is.EqualTo(((long)Calls, 2L, 1L)));
        var rows = await Org.ScalarAsync<long>("SELECT SUM(count) FROM statistic WHERE section = 'field' AND name = 'Description' AND side = 'compared'");
        Assert.That(rows, Is.LessThan(600).And.GreaterThan(0));
        Assert.That(Org.Emulator.Requests.Count - before, Is.LessThan(80));
    }

    private async Task RepairAsync()
    {
        await Org.ReconcileAsync();
        var run = await Org.BeginRunAsync();
        var result = await new Repair(run).RunAsync(new DataMigrator.Loading.LoadingStage(run).RunAsync, null, CancellationToken.None);

        Assert.That((result.Plan.Create, result.Plan.Update, result.Plan.Replace), Is.EqualTo((2L, 0L, 0L)));
        Assert.That(result.Plan.Not.Select(n => n.Count), Is.EqualTo(new[] { 1L, 1L }));
        Assert.That(result.Plan.Not.Select(n => n.Example), Is.EquivalentTo(new[] { Tasks[1_000], "00T000000000000AAA" }));
        Assert.That((result.After!.Read, result.After.Matched, result.After.Mismatched, result.After.Missing, result.After.Extra), Is.EqualTo(((long)Calls, Calls - 1L, 1L, 0L, 1L)));
        Assert.That((await Org.FindingsAsync()).Where(f => f.Status == "repaired").Select(f => f.Task), Is.EquivalentTo(new[] { Tasks[0], Tasks[Calls - 1] }));

        var again = await new Repair(run).RunAsync(_ => throw new InvalidOperationException("There is nothing to send."), null, CancellationToken.None);
        Assert.That(again.Plan.Calls, Is.Zero);
    }
}
