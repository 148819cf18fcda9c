using DataMigrator.Reconciliation;
using SalesforceEmulator.Faults;

namespace DataMigrator.Tests.Reconciliation;

internal sealed class LargeReconciliationTests : ThousandsOfLoadedCalls
{
    [Test]
    public async Task Thousands_agree()
    {
        Assert.That(await Org.ReconcileAsync(), Is.EqualTo(new ReconciliationResult(Calls, Calls, 0, 0, 0, new(Calls * 60, Calls * 60))));
        Assert.That((await Org.FindingsAsync()).Where(f => f.Status == "open"), Is.Empty);
    }

    [Test]
    public async Task Months_that_agree_are_not_read_when_asked()
    {
        var before = Org.Emulator.Requests.Count;
        var run = await Org.BeginRunAsync(execute: false);
        var result = await new ReconciliationStage(run with { Settings = run.Settings with { Compare = "differing" } }).RunAsync(CancellationToken.None);
        Assert.That(result, Is.EqualTo(new ReconciliationResult(Calls, Calls, 0, 0, 0, new(Calls * 60, Calls * 60)) { NotRead = Calls }));
        Assert.That(Org.Emulator.Requests.Skip(before).Where(r => r.Path.Contains("/jobs/query", StringComparison.Ordinal)), Is.Empty);
        Assert.That(await Org.ScalarAsync<string>("SELECT note FROM finding WHERE class = 'not-checked'"), Does.StartWith("2300 calls count as matched without being read"));
    }

    [Test]
    public async Task A_target_that_refuses_to_count_is_reconciled_all_the_same_and_the_report_says_so()
    {
        Org.Emulator.AddFault(new FaultRule { Action = FaultAction.Status, Path = "/query", Method = "GET", Times = 1, Status = 400, ErrorCode = "MALFORMED_QUERY" });
        var result = await Org.ReconcileAsync();
        Org.Emulator.ClearFaults();
        Assert.That((result.Read, result.Matched), Is.EqualTo(((long)Calls, (long)Calls)));
        Assert.That(await Org.ScalarAsync<string>("SELECT group_concat(note) FROM finding WHERE class = 'not-checked'"), Does.Contain("would not count its calls (MALFORMED_QUERY)"));
    }
}
