using DataMigrator.Tests.Loading;

namespace DataMigrator.Tests.Reconciliation;

/// <summary>
/// For each fixture an org into which run 1 has loaded enough calls (over 2,000) that the target is read by Bulk query over a range of time; 600 seconds apart, so
/// 16 days of one month and the next.
/// </summary>
internal abstract class ThousandsOfLoadedCalls
{
    protected const int Calls = 2_300;

    protected LoadingOrg Org { get; private set; } = null!;

    protected IReadOnlyList<string> Tasks => Org.Tasks;

    [OneTimeSetUp]
    public async Task LoadAsync()
    {
        Org = await LoadingOrg.StartAsync(2_600);
        Org.Settings = Org.Settings with { RowsPerJob = 1_000 };
        await Org.StageAsync(1, Tasks.Take(Calls));
        Assert.That((await Org.LoadAsync()).Created, Is.EqualTo(Calls));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await Org.DisposeAsync();
}
