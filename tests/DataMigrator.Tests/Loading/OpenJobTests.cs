using DataMigrator.Loading;
using DataMigrator.Tests.Reconciliation;

namespace DataMigrator.Tests.Loading;

/// <summary>What a command that only reads does with jobs that another one left in the org.</summary>
internal sealed class OpenJobTests
{
    private LoadingOrg org = null!;

    [SetUp]
    public async Task StartAsync()
    {
        org = await LoadingOrg.StartAsync();
        await org.StageAsync(1, org.Tasks.Take(10));
    }

    [TearDown]
    public async Task StopAsync() => await org.DisposeAsync();

    [Test]
    public async Task Jobs_that_have_ended_are_collected_and_open_ones_are_left_with_nothing_but_reads()
    {
        await org.LoadAsync();

        // As a kill leaves it: two jobs (7 and 3 rows) have ended in the org, and the books don't know.
        await org.StageSqlAsync("UPDATE job SET state = 'closed'; UPDATE call SET state = 0, target_id = NULL, created_run = NULL, job = NULL");
        var open = await org.Client.BulkIngest.CreateAsync(new("VoiceCall", Salesforce.Force.Bulk.IngestOperation.Upsert, "Legacy_Task_Id__c"), CancellationToken.None);
        await org.StageSqlAsync(
            $"""
            INSERT INTO job (run, operation, round, columns, rows, bytes, remote_id, state, started) VALUES
              (1, 'upsert', 1, '[]', 1, 1, '{open.Id}', 'uploaded', '2026-01-01T00:00:00.000Z'), (1, 'upsert', 1, '[]', 1, 1, NULL, 'planned', '2026-01-01T00:00:00.000Z')
            """);
        var before = org.Emulator.Requests.Count;

        var collected = await OpenJobs.SettleAsync(await org.BeginRunAsync(execute: false), CancellationToken.None);

        Assert.That(collected, Is.EqualTo(2));
        Assert.That(await org.StagedAsync<long>("state"), Is.All.EqualTo(1));
        Assert.That(await org.ScalarAsync<string>("SELECT group_concat(state) FROM (SELECT state FROM job ORDER BY id)"), Is.EqualTo("collected,collected,uploaded,planned"));
        Assert.That(org.Emulator.Requests.Skip(before).Where(r => r.Method != "GET" && !r.Path.Contains("/oauth2/", StringComparison.Ordinal)), Is.Empty);
    }

    [TestCase("POST", "/jobs/ingest$", true, Description = "nothing created")]
    [TestCase("PUT", "/batches", false, Description = "uploaded, not closed")]
    [TestCase("PATCH", "/jobs/ingest/750", false, Description = "closed: the org processes it for nobody")]
    [TestCase("GET", "/successfulResults", false, Description = "processed, not collected")]
    public async Task A_plan_without_execute_in_between_does_not_lose_whose_the_calls_are(string method, string path, bool before)
    {
        using (var dying = new CancellationTokenSource())
        using (var client = LoadingOrg.NewClient(org.Emulator, new DeathAfter(method, path, 1, dying, before)))
        {
            Assert.That(() => org.LoadAsync(client: client, cancellationToken: dying.Token), Throws.InstanceOf<OperationCanceledException>());
        }

        await new PlanStage(await org.BeginRunAsync(execute: false)).RunAsync(CancellationToken.None);
        var result = await org.LoadAsync();

        Assert.That((result.Created, result.Unchanged, result.Left), Is.EqualTo((10L, 0L, 0L)));
        Assert.That(await org.StagedAsync<long?>("created_run"), Is.All.EqualTo(1), "or a rollback would leave them");
        Assert.That(await org.CallsAsync(), Has.Count.EqualTo(10));
    }
}
