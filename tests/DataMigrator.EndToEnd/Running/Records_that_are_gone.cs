using DataMigrator.EndToEnd.Killed;
using SalesforceEmulator;

namespace DataMigrator.EndToEnd.Running;

/// <summary>Calls of a Contact or Lead that was deleted: refused, with what to do about it; and what is advised does it.</summary>
public sealed class Records_that_are_gone
{
    private Emulator org = null!;
    private Workplace work = null!;

    [SetUp]
    public async Task Start()
    {
        org = await Emulator.StartAsync(new EmulatorOptions { Tasks = 400, Seed = 21, JobDelay = TimeSpan.Zero }, CancellationToken.None);
        work = Workplace.For(org).Set("Migration:MaxRejected", "30%");
    }

    [TearDown]
    public async Task Stop()
    {
        work.Dispose();
        await org.DisposeAsync();
    }

    [Test]
    public async Task Fail_their_calls_until_the_mapping_that_is_advised_loads_them_without_the_link()
    {
        var gone = (await TargetCalls.QueryAsync(org, "SELECT WhoId, COUNT(Id) n FROM Task WHERE WhatId = null AND CallDurationInSeconds > 0 AND WhoId != null GROUP BY WhoId ORDER BY COUNT(Id) DESC LIMIT 1"))
            .Single().GetProperty("WhoId").GetString()!;
        await TargetCalls.DeleteAsync(org, $"{(gone.StartsWith("003", StringComparison.Ordinal) ? "Contact" : "Lead")}/{gone}");

        var first = await work.RunAsync("run", "--execute", "--json");
        var (id, failed) = (first.Json.GetProperty("runId").GetString()!, Number(first, "failed"));
        var retry = await work.RunAsync("retry", "--run", id);
        var links = Path.Combine(TestContext.CurrentContext.TestDirectory, "mappings", "existing-links.yaml");
        var second = await work.RunAsync("run", "--execute", "--json", "--mapping", links);

        Assert.That(first.ExitCode, Is.EqualTo(2));
        Assert.That(failed, Is.Positive);
        Assert.That(retry.Stderr, Does.Contain("is deleted, or hidden from the user that loads").And.Contain("--mapping mappings/existing-links.yaml"));
        Assert.That(await File.ReadAllTextAsync(first.Json.GetProperty("reports").GetProperty("html").GetString()!), Does.Contain("--mapping mappings/existing-links.yaml"));
        Assert.That((second.ExitCode, Number(second, "created"), Number(second, "failed"), Number(second, "updated"), Number(second, "blocked")), Is.EqualTo((0, failed, 0L, 0L, 0L)));
        var calls = await TargetCalls.QueryAsync(org, $"SELECT RelatedRecordId, Legacy_Who_Id__c FROM VoiceCall WHERE Legacy_Who_Id__c = '{gone}' AND Legacy_Task_Id__c != null");
        Assert.That(calls, Is.Not.Empty);
        Assert.That(calls.Select(call => call.GetProperty("RelatedRecordId").GetString()), Has.None.EqualTo(gone));
        Assert.That(await TargetCalls.QueryAsync(org, "SELECT Id FROM VoiceCall WHERE RelatedRecordId != null AND Legacy_Task_Id__c != null"), Has.Count.GreaterThan(calls.Count), "the others are linked as before");
    }

    private static long Number(Outcome outcome, string name) => outcome.Json.GetProperty("loading").GetProperty(name).GetInt64();
}
