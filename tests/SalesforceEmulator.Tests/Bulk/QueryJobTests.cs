namespace SalesforceEmulator.Tests.Bulk;

public sealed class QueryJobTests
{
    private const string FiveRows = """{"operation":"query","query":"SELECT Id, LastName FROM Contact ORDER BY Id LIMIT 5"}""";
    private const string TwelveRows = """{"operation":"query","query":"SELECT Id, LastName FROM Contact ORDER BY Id LIMIT 12"}""";

    [Test]
    public async Task Every_page_has_the_header_and_tells_where_the_next_begins()
    {
        await using var wire = await Wire.StartAsync();
        var id = await wire.CreateJobAsync("query", FiveRows);
        var job = await wire.FinishedAsync("query", id);
        var first = await wire.GetAsync($"{Wire.Api}/jobs/query/{id}/results?maxRecords=3");
        var second = await wire.GetAsync($"{Wire.Api}/jobs/query/{id}/results?maxRecords=3&locator={first.Headers["Sforce-Locator"]}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(job.GetProperty("state").GetString(), Is.EqualTo("JobComplete"));
            Assert.That(job.GetProperty("numberRecordsProcessed").GetInt64(), Is.EqualTo(5));
            Assert.That(first.Lines, Has.Length.EqualTo(4));
            Assert.That(first.Lines[0], Is.EqualTo("\"Id\",\"LastName\""));
            Assert.That(first.Headers["Sforce-Locator"], Is.EqualTo("Mw"), "base64 of 3, without padding");
            Assert.That(first.Headers["Sforce-NumberOfRecords"], Is.EqualTo("3"));
            Assert.That(second.Lines, Has.Length.EqualTo(3));
            Assert.That(second.Lines[0], Is.EqualTo(first.Lines[0]));
            Assert.That(second.Headers["Sforce-Locator"], Is.EqualTo("null"));
            Assert.That(first.Lines[1..].Concat(second.Lines[1..]).Distinct().Count(), Is.EqualTo(5));
        }
    }

    [Test]
    public async Task The_answer_to_a_creation_is_of_a_job_that_has_not_begun()
    {
        await using var wire = await Wire.StartAsync();
        for (var i = 0; i < 50; i++)
        {
            var job = (await wire.SendAsync(HttpMethod.Post, $"{Wire.Api}/jobs/query", FiveRows)).Json;
            Assert.That(job.GetProperty("state").GetString(), Is.EqualTo("UploadComplete"));
            Assert.That(job.TryGetProperty("numberRecordsProcessed", out _), Is.False);
        }
    }

    [Test]
    public async Task Result_pages_are_listed_five_at_a_time()
    {
        await using var wire = await Wire.StartAsync();
        var id = await wire.CreateJobAsync("query", TwelveRows);
        await wire.FinishedAsync("query", id);
        var first = (await wire.GetAsync($"{Wire.Api}/jobs/query/{id}/resultPages?maxRecords=2")).Json;
        var second = (await wire.GetAsync(first.GetProperty("nextRecordsUrl").GetString()!)).Json;
        var urls = first.GetProperty("resultPages").EnumerateArray().Concat(second.GetProperty("resultPages").EnumerateArray()).Select(p => p.GetProperty("resultUrl").GetString()!).ToList();
        var rows = 0;
        foreach (var url in urls)
        {
            rows += (await wire.GetAsync(url)).Lines.Length - 1;
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.GetProperty("resultPages").GetArrayLength(), Is.EqualTo(5));
            Assert.That(first.GetProperty("done").GetBoolean(), Is.False);
            Assert.That(first.GetProperty("nextRecordsUrl").GetString(), Does.Contain("/resultpages?"));
            Assert.That(second.GetProperty("resultPages").GetArrayLength(), Is.EqualTo(1));
            Assert.That(second.GetProperty("done").GetBoolean(), Is.True);
            Assert.That(rows, Is.EqualTo(12));
        }
    }

    [Test]
    public async Task A_job_answers_only_to_the_version_that_made_it()
    {
        await using var wire = await Wire.StartAsync();
        var id = await wire.CreateJobAsync("query", FiveRows);
        await wire.FinishedAsync("query", id);
        Assert.That((await wire.GetAsync($"/services/data/v60.0/jobs/query/{id}/results")).Status, Is.EqualTo(409));
    }

    [Test]
    public async Task A_bad_query_is_refused_when_the_job_is_made()
    {
        await using var wire = await Wire.StartAsync();
        var answer = await wire.SendAsync(HttpMethod.Post, $"{Wire.Api}/jobs/query", """{"operation":"query","query":"SELEKT Id FROM Task"}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(400));
            Assert.That(answer.ErrorCode, Is.EqualTo("MALFORMED_QUERY"));
        }
    }

    [Test]
    public async Task A_job_can_be_aborted_only_before_it_is_done_and_deleted_only_after()
    {
        await using var wire = await Wire.StartAsync(new EmulatorOptions { JobDelay = TimeSpan.FromHours(1) });
        var id = await wire.CreateJobAsync("query", FiveRows);
        var deleteTooEarly = await wire.SendAsync(HttpMethod.Delete, $"{Wire.Api}/jobs/query/{id}", (string?)null);
        var abort = await wire.SendAsync(HttpMethod.Patch, $"{Wire.Api}/jobs/query/{id}", """{"state":"Aborted"}""");
        var abortAgain = await wire.SendAsync(HttpMethod.Patch, $"{Wire.Api}/jobs/query/{id}", """{"state":"Aborted"}""");
        var delete = await wire.SendAsync(HttpMethod.Delete, $"{Wire.Api}/jobs/query/{id}", (string?)null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(deleteTooEarly.Status, Is.EqualTo(400));
            Assert.That(deleteTooEarly.ErrorCode, Is.EqualTo("API_ERROR"));
            Assert.That(abort.Json.GetProperty("state").GetString(), Is.EqualTo("Aborted"));
            Assert.That(abortAgain.ErrorCode, Is.EqualTo("INVALIDJOBSTATE"));
            Assert.That(delete.Status, Is.EqualTo(204));
            Assert.That((await wire.GetAsync($"{Wire.Api}/jobs/query/{id}")).Status, Is.EqualTo(404));
        }
    }
}
