using DataMigrator.Tests.Loading;

namespace DataMigrator.Tests.Reconciliation;

/// <summary>For each test an org into which run 1 has loaded the calls of the first ten Tasks, 600 seconds apart, 60 seconds each.</summary>
internal abstract class TenLoadedCalls
{
    protected OffsetClock Clock { get; } = new();

    protected LoadingOrg Org { get; private set; } = null!;

    /// <summary>All Tasks of the org, in key order.</summary>
    protected IReadOnlyList<string> Tasks => Org.Tasks;

    [SetUp]
    public async Task LoadAsync()
    {
        Clock.Offset = TimeSpan.Zero;
        Org = await LoadingOrg.StartAsync(clock: Clock);
        await Org.StageAsync(1, Tasks.Take(10));
        Assert.That((await Org.LoadAsync()).Created, Is.EqualTo(10));
    }

    [TearDown]
    public async Task StopAsync() => await Org.DisposeAsync();

    /// <summary>Run 2 has read these Tasks again, and found them unchanged.</summary>
    protected async Task TakeOverAsync(string first, string second)
    {
        await Org.BeginRunAsync(2);
        await Org.StageSqlAsync($"UPDATE call SET run = 2 WHERE task_id IN ('{first}', '{second}')");
        Assert.That((await Org.LoadAsync(2)).Unchanged, Is.EqualTo(2));
    }
}
