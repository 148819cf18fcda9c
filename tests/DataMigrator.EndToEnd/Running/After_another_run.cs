using System.Globalization;
using DataMigrator.EndToEnd.Killed;
using SalesforceEmulator;

namespace DataMigrator.EndToEnd.Running;

/// <summary>Another run has read some Tasks of the great run again. What it has not taken is still the great run's: to be reconciled, retried and repaired.</summary>
public sealed class After_another_run
{
    private Emulator org = null!;
    private Workplace work = null!;
    private Outcome great = null!;
    private Outcome small = null!;
    private string own = null!;

    [SetUp]
    public async Task Load()
    {
        org = await Emulator.StartAsync(new EmulatorOptions { Tasks = 300, Seed = 21, JobDelay = TimeSpan.Zero }, CancellationToken.None);
        work = Workplace.For(org).Set("Migration:RowsPerPage", "70").Set("Migration:RowsPerJob", "90").Set("Migration:MaxRejected", "30%");
        great = await work.RunAsync("run", "--execute", "--json");
        var calls = await TargetCalls.QueryAsync(org, "SELECT Legacy_Task_Id__c, Legacy_Created_Date__c FROM VoiceCall WHERE PreviousCallId = null AND VendorCallKey = null AND Legacy_Task_Id__c != null ORDER BY Legacy_Created_Date__c");
        own = calls[0].GetProperty("Legacy_Task_Id__c").GetString()!;
        var from = DateTimeOffset.Parse(calls[^1].GetProperty("Legacy_Created_Date__c").GetString()!.Replace("+0000", "Z", StringComparison.Ordinal), CultureInfo.InvariantCulture).UtcDateTime.Date.AddDays(-60);
        small = await work.RunAsync("run", "--execute", "--json", "--from", from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.That((great.ExitCode, small.ExitCode), Is.EqualTo((0, 0)));
        Assert.That(Count(small, "loading", "read"), Is.GreaterThan(0).And.LessThan(Count(great, "loading", "read")));
    }

    [TearDown]
    public async Task Stop()
    {
        work.Dispose();
        await org.DisposeAsync();
    }

    [Test]
    public async Task The_great_run_is_reconciled_without_what_the_other_has_taken()
    {
        var reconciled = await work.RunAsync("reconcile", "--run", Id, "--json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((reconciled.ExitCode, reconciled.Json.GetProperty("booksBalance").GetBoolean()), Is.EqualTo((0, true)));
            Assert.That(Count(reconciled, "reconciliation", "matched"), Is.EqualTo(Count(great, "reconciliation", "matched") - Count(small, "reconciliation", "matched")));
            Assert.That(Count(reconciled, "mapping", "read"), Is.EqualTo(Count(great, "mapping", "read")));
            Assert.That(Count(reconciled, "mapping", "mapped"), Is.EqualTo(Count(great, "mapping", "mapped") - Count(small, "mapping", "mapped")));
            Assert.That(Count(reconciled, "mapping", "rejected"), Is.EqualTo(Count(great, "mapping", "rejected") - Count(small, "mapping", "rejected")));
            Assert.That(Count(reconciled, "loading", "created"), Is.EqualTo(Count(great, "loading", "created") - Count(small, "loading", "read")));
            Assert.That(reconciled.Stderr, Does.Contain($"This is about the rest: {Count(reconciled, "loading", "read")} calls."));
        }
    }

    [Test]
    public async Task And_repaired()
    {
        var call = (await TargetCalls.QueryAsync(org, $"SELECT Id FROM VoiceCall WHERE Legacy_Task_Id__c = '{own}'"))[0].GetProperty("Id").GetString()!;
        await TargetCalls.DeleteAsync(org, $"VoiceCall/{call}");

        var found = await work.RunAsync("reconcile", "--run", Id, "--json");
        var repaired = await work.RunAsync("repair", "--run", Id, "--execute", "--json");
        var retried = await work.RunAsync("retry", "--run", Id, "--json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((found.ExitCode, Count(found, "reconciliation", "missing")), Is.EqualTo((3, 1L)));
            Assert.That((repaired.ExitCode, Count(repaired, "reconciliation", "missing")), Is.EqualTo((0, 0L)));
            Assert.That((retried.ExitCode, retried.Stdout.Contains("answers for their calls now", StringComparison.Ordinal)), Is.EqualTo((1, true)), "nothing that is left has failed");
            Assert.That(await TargetCalls.QueryAsync(org, $"SELECT Id FROM VoiceCall WHERE Legacy_Task_Id__c = '{own}'"), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task A_run_that_has_nothing_left_names_the_one_that_has_it()
    {
        var all = await work.RunAsync("run", "--execute", "--json");

        var refused = await work.RunAsync("reconcile", "--run", Id, "--json");

        Assert.That(refused.ExitCode, Is.EqualTo(1));
        Assert.That(refused.Stdout, Does.Contain($"Run {all.Json.GetProperty("runId").GetString()} has read Tasks of run {Id} again"));
    }

    private string Id => great.Json.GetProperty("runId").GetString()!;

    private static long Count(Outcome outcome, string stage, string door) => outcome.Json.GetProperty(stage).GetProperty(door).GetInt64();
}
