using DataMigrator.Tests.Reconciliation;
using DataMigrator.Tests.Staging;

namespace DataMigrator.Tests.Extraction;

/// <summary>For each fixture an org with sixty call logs and their neighbours, two Tasks in the recycle bin; for each test an empty staging file and pages of seven rows.</summary>
internal abstract class SixtyTasks
{
    /// <summary>The org's.</summary>
    protected OffsetClock Clock { get; } = new();

    protected SourceOrg Org { get; private set; } = null!;

    protected TemporaryStaging Staging { get; private set; } = null!;

    /// <summary>Ids of all its Tasks, two deleted ones included.</summary>
    protected List<string> All { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartOrg()
    {
        Org = await SourceOrg.StartAsync(60, Clock);
        var doomed = (await Org.IdsAsync(" WHERE IsDeleted = false")).Take(2).ToList();
        await Org.Client.DeleteAsync(doomed, allOrNone: true, CancellationToken.None);
        All = await Org.IdsAsync();
    }

    [OneTimeTearDown]
    public async Task StopOrg() => await Org.DisposeAsync();

    [SetUp]
    public void Open()
    {
        Staging = new TemporaryStaging();
        Org.Settings = new MigrationSettings { RowsPerPage = 7, Parallelism = 1 };
        Org.Emulator.ClearFaults();
    }

    [TearDown]
    public void Close() => Staging.Dispose();
}
