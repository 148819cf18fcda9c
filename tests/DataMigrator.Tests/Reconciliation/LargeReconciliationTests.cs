using DataMigrator.Reconciliation;
using DataMigrator.Tests.Loading;
using SalesforceEmulator.Faults;

namespace DataMigrator.Tests.Reconciliation;

/// <summary>Enough calls (over 2,000) that the target is read by Bulk query over a range of time; 600 seconds apart, so 18 days of one month and the next.</summary>
internal sealed class LargeReconciliationTests
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
    public async Task Thousands_agree()
    {
        Assert.That(await org.ReconcileAsync(), Is.EqualTo(new ReconciliationResult(Calls, Calls, 0, 0, 0, new(Calls * 60, Calls * 60))));
        Assert.That((await org.FindingsAsync()).Where(f => f.Status == "open"), Is.Empty);
    }

    [Test]
    public async Task Months_that_agree_are_not_read_when_asked()
    {
        var before = org.Emulator.Requests.Count;
        var result = await org.ReconcileAsync(options: new ReconciliationOptions { SkipAgreeing = true });
        Assert.That(result, Is.EqualTo(new ReconciliationResult(Calls, Calls, 0, 0, 0, new(Calls * 60, Calls * 60))));
        Assert.That(org.Emulator.Requests.Skip(before).Where(r => r.Path.Contains("/jobs/query", StringComparison.Ordinal)), Is.Empty);
        Assert.That((await org.FindingsAsync()).Select(f => f.Class), Has.Some.EqualTo("not-checked"));
    }

    [Test]
    public async Task A_target_that_refuses_to_count_is_reconciled_all_the_same_and_the_report_says_so()
    {
        org.Emulator.AddFault(new FaultRule { Action = FaultAction.Status, Path = "/query", Method = "GET", Times = 1, Status = 400, ErrorCode = "MALFORMED_QUERY" });
        var result = await org.ReconcileAsync();
        org.Emulator.ClearFaults();
        Assert.That((result.Read, result.Matched), Is.EqualTo(((long)Calls, (long)Calls)));
        Assert.That(await org.ScalarAsync<string>("SELECT group_concat(note) FROM finding WHERE class = 'not-checked'"), Does.Contain("would not count its calls (MALFORMED_QUERY)"));
    }
}
