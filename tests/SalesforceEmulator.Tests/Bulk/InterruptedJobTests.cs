namespace SalesforceEmulator.Tests.Bulk;

public sealed class InterruptedJobTests
{
    private const string Insert = """{"object":"Account","operation":"insert"}""";
    private const string Csv = "Name\na\nb\nc\nd\ne\nf\ng\n";

    /// <summary>Saves two rows and then waits for as long as anyone cares.</summary>
    private static readonly EmulatorOptions Stuck = new() { JobDelay = TimeSpan.Zero, IngestBatchSize = 4, IngestChunkSize = 2, ChunkDelay = TimeSpan.FromHours(1) };

    [Test]
    public async Task Counters_move_by_chunks_and_the_time_is_told_at_the_end()
    {
        await using var wire = await Wire.StartAsync(Stuck);
        var id = await StartAsync(wire);
        var job = await ProcessedAsync(wire, id, 2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(job.GetProperty("state").GetString(), Is.EqualTo("InProgress"));
            Assert.That(job.GetProperty("totalProcessingTime").GetInt64(), Is.Zero);
        }
    }

    [Test]
    public async Task An_aborted_job_keeps_what_it_saved_and_tells_the_rest()
    {
        await using var wire = await Wire.StartAsync(Stuck);
        var id = await StartAsync(wire);
        await ProcessedAsync(wire, id, 2);
        var early = await wire.GetAsync($"{Wire.Api}/jobs/ingest/{id}/successfulResults");
        await wire.SendAsync(HttpMethod.Patch, $"{Wire.Api}/jobs/ingest/{id}", """{"state":"Aborted"}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(early.ErrorCode, Is.EqualTo("INVALIDJOBSTATE"));
            Assert.That((await wire.GetAsync($"{Wire.Api}/jobs/ingest/{id}/successfulResults")).Lines, Has.Length.EqualTo(3));
            Assert.That((await wire.GetAsync($"{Wire.Api}/jobs/ingest/{id}/unprocessedrecords")).Body, Is.EqualTo("Name\nc\nd\ne\nf\ng\n"));
        }
    }

    [Test]
    public async Task A_job_that_was_stopped_midway_goes_on_where_it_stood()
    {
        var folder = Directory.CreateTempSubdirectory("emulator-test-").FullName;
        try
        {
            string id;
            await using (var before = await Wire.StartAsync(Stuck with { DataDirectory = folder }))
            {
                id = await StartAsync(before);
                await ProcessedAsync(before, id, 2);
            }

            await using var after = await Wire.StartAsync(Stuck with { DataDirectory = folder, ChunkDelay = TimeSpan.Zero });
            var job = await after.FinishedAsync("ingest", id);
            var names = (await after.GetAsync($"{Wire.Api}/jobs/ingest/{id}/successfulResults")).Lines[1..].Select(l => l.Split(',')[2]);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(job.GetProperty("state").GetString(), Is.EqualTo("JobComplete"));
                Assert.That(job.GetProperty("numberRecordsProcessed").GetInt32(), Is.EqualTo(7));
                Assert.That(names, Is.EquivalentTo("abcdefg".Select(c => $"\"{c}\"")));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task Batches_of_the_day_run_out()
    {
        await using var wire = await Wire.StartAsync(Stuck with { ChunkDelay = TimeSpan.Zero, Limits = new EmulatorLimits { DailyBulkApiBatches = 1 } });
        var (id, job) = await wire.IngestAsync(Csv, Insert);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(job.GetProperty("state").GetString(), Is.EqualTo("Failed"));
            Assert.That(job.GetProperty("errorMessage").GetString(), Does.StartWith("ExceededQuota : "));
            Assert.That(job.GetProperty("numberRecordsProcessed").GetInt32(), Is.EqualTo(4));
            Assert.That((await wire.GetAsync($"{Wire.Api}/jobs/ingest/{id}/unprocessedrecords")).Body, Is.EqualTo("Name\ne\nf\ng\n"));
        }
    }

    [Test]
    public async Task Query_jobs_of_the_day_run_out()
    {
        await using var wire = await Wire.StartAsync(Stuck with { Limits = new EmulatorLimits { DailyBulkV2QueryJobs = 1 } });
        const string query = """{"operation":"query","query":"SELECT Id FROM Task"}""";
        await wire.CreateJobAsync("query", query);
        var second = await wire.SendAsync(HttpMethod.Post, $"{Wire.Api}/jobs/query", query);
        Assert.That((second.ErrorCode, second.Json[0].GetProperty("message").GetString()), Is.EqualTo(("LIMIT_EXCEEDED", "Max bulk v2 query jobs (1) per 24 hrs has been reached")));
    }

    [Test]
    public async Task The_emulator_can_stop_while_a_page_is_being_read()
    {
        var wire = await Wire.StartAsync(new EmulatorOptions { JobDelay = TimeSpan.Zero });
        var id = await wire.CreateJobAsync("query", """{"operation":"queryAll","query":"SELECT Id, Subject, Description FROM Task"}""");
        await wire.FinishedAsync("query", id);
        wire.Emulator.AddFault(new SalesforceEmulator.Faults.FaultRule { Action = SalesforceEmulator.Faults.FaultAction.Slow, DelayMs = 3_600_000, Path = "/results" });
        var page = wire.GetAsync($"{Wire.Api}/jobs/query/{id}/results");
        await wire.Emulator.DisposeAsync();
        await Assert.ThatAsync(() => page, Throws.InstanceOf<HttpRequestException>());
    }

    private static async Task<string> StartAsync(Wire wire)
    {
        var id = await wire.CreateJobAsync("ingest", Insert);
        await wire.SendAsync(HttpMethod.Put, $"{Wire.Api}/jobs/ingest/{id}/batches", Wire.Csv(Csv));
        await wire.SendAsync(HttpMethod.Patch, $"{Wire.Api}/jobs/ingest/{id}", """{"state":"UploadComplete"}""");
        return id;
    }

    private static async Task<System.Text.Json.JsonElement> ProcessedAsync(Wire wire, string id, int rows)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var job = (await wire.GetAsync($"{Wire.Api}/jobs/ingest/{id}")).Json;
            if (job.GetProperty("numberRecordsProcessed").GetInt32() == rows)
            {
                return job;
            }

            await Task.Delay(5, patience.Token);
        }
    }
}
