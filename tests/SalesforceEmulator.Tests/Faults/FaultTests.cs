using SalesforceEmulator.Faults;

namespace SalesforceEmulator.Tests.Faults;

public sealed class FaultTests
{
    private static readonly EmulatorOptions Small = new() { JobDelay = TimeSpan.Zero, IngestBatchSize = 2, IngestChunkSize = 1 };
    private const string Insert = """{"object":"Account","operation":"insert"}""";

    [Test]
    public async Task A_status_strikes_the_named_occurrence_only()
    {
        await using var wire = await Wire.StartAsync(Small);
        wire.Emulator.AddFaults("""{"rules":[{"action":"Status","path":"/limits$","nth":[2],"status":503,"retryAfter":7}]}""");
        var answers = new List<Answer>();
        for (var i = 0; i < 3; i++)
        {
            answers.Add(await wire.GetAsync($"{Wire.Api}/limits"));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Select(a => a.Status), Is.EqualTo(new[] { 200, 503, 200 }));
            Assert.That(answers[1].Headers["Retry-After"], Is.EqualTo("7"));
            Assert.That(wire.Emulator.Requests.Count(r => r.Fault == "Status"), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_page_that_is_not_JSON_can_stand_in_for_an_answer()
    {
        await using var wire = await Wire.StartAsync(Small);
        wire.Emulator.AddFault(new FaultRule { Action = FaultAction.Status, Status = 502, Body = "<html>Bad gateway</html>" });
        var answer = await wire.GetAsync($"{Wire.Api}/limits");
        Assert.That((answer.Status, answer.Body), Is.EqualTo((502, "<html>Bad gateway</html>")));
    }

    [TestCase(FaultAction.CutBefore, 0)]
    [TestCase(FaultAction.CutAfter, 1)]
    public async Task A_cut_comes_before_or_after_the_effect(FaultAction action, int jobs)
    {
        await using var wire = await Wire.StartAsync(Small);
        wire.Emulator.AddFault(new FaultRule { Action = action, Method = "POST", Times = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(() => wire.CreateJobAsync("ingest", Insert));
        var list = await wire.GetAsync($"{Wire.Api}/jobs/ingest");
        Assert.That(list.Json.GetProperty("records").GetArrayLength(), Is.EqualTo(jobs));
    }

    [Test]
    public async Task A_page_can_be_cut_and_can_be_silently_short()
    {
        await using var wire = await Wire.StartAsync(Small);
        var id = await wire.CreateJobAsync("query", """{"operation":"queryAll","query":"SELECT Id, Subject, Status FROM Task LIMIT 50"}""");
        await wire.FinishedAsync("query", id);
        var path = $"{Wire.Api}/jobs/query/{id}/results";
        wire.Emulator.AddFault(new FaultRule { Action = FaultAction.CutBody, Path = "/results", AtBytes = 100, Nth = [1] });
        wire.Emulator.AddFault(new FaultRule { Action = FaultAction.Truncate, Path = "/results", AtBytes = 100, Nth = [2] });
        await Assert.ThrowsAsync<HttpRequestException>(() => wire.GetAsync(path));
        var truncated = await wire.GetAsync(path);
        var whole = await wire.GetAsync(path);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(truncated.Body, Has.Length.EqualTo(100));
            Assert.That(truncated.Headers["Sforce-NumberOfRecords"], Is.EqualTo("50"));
            Assert.That(whole.Lines, Has.Length.EqualTo(51));
        }
    }

    [Test]
    public async Task A_session_that_is_ended_stays_ended()
    {
        await using var wire = await Wire.StartAsync(Small);
        var token = wire.Emulator.AccessToken;
        wire.Emulator.AddFault(new FaultRule { Action = FaultAction.ExpireToken, Path = "/limits", Times = 1 });
        var first = await wire.SendAsync(HttpMethod.Get, $"{Wire.Api}/limits", (HttpContent?)null, token);
        var second = await wire.SendAsync(HttpMethod.Get, $"{Wire.Api}/limits", (HttpContent?)null, token);
        var other = await wire.GetAsync($"{Wire.Api}/limits");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Status, first.ErrorCode), Is.EqualTo((401, "INVALID_SESSION_ID")));
            Assert.That(second.Status, Is.EqualTo(401));
            Assert.That(other.Status, Is.EqualTo(200));
        }
    }

    [Test]
    public async Task Rows_of_one_parent_are_locked_once_and_then_free()
    {
        await using var wire = await Wire.StartAsync(Small);
        wire.Emulator.AddFault(new FaultRule { Action = FaultAction.LockRows, Column = "Phone", Value = "p1", Times = 1 });
        const string csv = "Name,Phone\na,p1\nb,p2\nc,p1\n";
        var (id, first) = await wire.IngestAsync(csv, Insert);
        var failed = await wire.GetAsync($"{Wire.Api}/jobs/ingest/{id}/failedResults");
        var (_, second) = await wire.IngestAsync(csv, Insert);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.GetProperty("numberRecordsFailed").GetInt32(), Is.EqualTo(2));
            Assert.That(failed.Lines[1..], Has.All.Contains("\"UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record or 1 records: p1:--\""));
            Assert.That(second.GetProperty("numberRecordsFailed").GetInt32(), Is.Zero);
        }
    }

    [Test]
    public async Task A_job_that_fails_after_a_batch_tells_the_rest_as_unprocessed()
    {
        await using var wire = await Wire.StartAsync(Small);
        wire.Emulator.AddFault(new FaultRule { Action = FaultAction.FailJob, AfterBatches = 1 });
        var (id, job) = await wire.IngestAsync("Name\na\nb\nc\nd\ne\n", Insert);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(job.GetProperty("state").GetString(), Is.EqualTo("Failed"));
            Assert.That(job.GetProperty("errorMessage").GetString(), Does.StartWith("TooManyLockFailure : "));
            Assert.That(job.GetProperty("numberRecordsProcessed").GetInt32(), Is.EqualTo(2));
            Assert.That((await wire.GetAsync($"{Wire.Api}/jobs/ingest/{id}/successfulResults")).Lines, Has.Length.EqualTo(3));
            Assert.That((await wire.GetAsync($"{Wire.Api}/jobs/ingest/{id}/unprocessedrecords")).Body, Is.EqualTo("Name\nc\nd\ne\n"));
        }
    }

    [Test]
    public async Task A_job_whose_batches_are_all_done_does_not_fail_after_them()
    {
        await using var wire = await Wire.StartAsync(Small);
        wire.Emulator.AddFault(new FaultRule { Action = FaultAction.FailJob, AfterBatches = 2 });
        var (_, job) = await wire.IngestAsync("Name\na\nb\nc\nd\n", Insert);
        Assert.That(job.GetProperty("state").GetString(), Is.EqualTo("JobComplete"));
    }

    [TestCase("""{"rules":[{"action":"Status"}]}""", "needs status")]
    [TestCase("""{"rules":[{"action":"Status","status":503,"paths":"x"}]}""", "paths")]
    [TestCase("""{"rules":[{"action":"Slow","delayMs":1,"path":"("}]}""", "not a regular expression")]
    [TestCase("nonsense", "not valid")]
    public async Task A_plan_that_cannot_work_is_refused_with_its_reason(string plan, string reason)
    {
        await using var wire = await Wire.StartAsync(Small);
        var answer = await wire.SendAsync(HttpMethod.Post, "/_emulator/faults", plan);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(400));
            Assert.That(answer.Body, Does.Contain(reason));
        }
    }

    [Test]
    public async Task Chance_is_the_same_for_the_same_seed()
    {
        var draws = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            await using var wire = await Wire.StartAsync(Small);
            wire.Emulator.AddFaults("""{"seed":3,"rules":[{"action":"Status","status":500,"probability":0.5}]}""");
            var statuses = new List<int>();
            for (var i = 0; i < 20; i++)
            {
                statuses.Add((await wire.GetAsync("/services/data")).Status);
            }

            draws.Add(string.Join(',', statuses));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(draws[1], Is.EqualTo(draws[0]));
            Assert.That(draws[0], Does.Contain("500").And.Contain("200"));
        }
    }
}
