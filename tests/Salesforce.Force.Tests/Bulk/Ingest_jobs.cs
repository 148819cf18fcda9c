using System.Text;
using Salesforce.Force.Bulk;
using Salesforce.Force.Errors;
using Salesforce.Force.Tests.Servers;

namespace Salesforce.Force.Tests.Bulk;

[TestFixture]
internal sealed class Ingest_jobs
{
    [Test]
    public async Task A_job_is_created_as_asked()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(JobsJson.Ingest("Open")));
        using var client = Clients.With(server);

        var job = await client.BulkIngest.CreateAsync(new("VoiceCall", IngestOperation.HardDelete), CancellationToken.None);

        Assert.That(server.Requests.Single().Text, Is.EqualTo("""{"object":"VoiceCall","operation":"hardDelete","contentType":"CSV","lineEnding":"LF","columnDelimiter":"COMMA"}"""));
        Assert.That((job.Id, job.State, job.Object, job.ApiVersion), Is.EqualTo((JobsJson.Id, BulkJobState.Open, "VoiceCall", "66.0")));
        Assert.That(job.CreatedDate, Is.EqualTo(new DateTimeOffset(2026, 11, 20, 4, 15, 0, TimeSpan.Zero)));
    }

    [Test]
    public async Task Waiting_polls_ever_more_slowly_until_the_job_has_ended()
    {
        var polls = 0;
        var time = new HastyTime();
        await using var server = new RawServer(_ => RawAnswer.Json(JobsJson.Ingest(++polls < 6 ? "InProgress" : "Failed")));
        using var client = Clients.With(server, new() { MinPollInterval = TimeSpan.FromSeconds(8) }, time);
        var seen = new List<BulkJobState>();

        var job = await client.BulkIngest.WaitAsync(JobsJson.Id, new Progress(seen), CancellationToken.None);

        Assert.That(job.State, Is.EqualTo(BulkJobState.Failed));
        Assert.That(time.Pauses.Select(p => p.TotalSeconds), Is.EqualTo([8, 12, 18, 20, 20]));
        Assert.That(seen, Has.Count.EqualTo(6));
    }

    [Test]
    public async Task Waiting_ends_when_the_job_outlives_its_time()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(JobsJson.Query("InProgress")));
        using var client = Clients.With(server, new() { JobTimeout = TimeSpan.FromHours(1) }, new HastyTime());

        var error = (await Assert.ThrowsAsync<ForceException>(() => client.BulkQuery.WaitAsync(JobsJson.Id, null, CancellationToken.None)))!;

        Assert.That(error.ErrorCode, Is.EqualTo("TIMEOUT"));
        Assert.That(error.Message, Does.Contain(JobsJson.Id));
    }

    [TestCase(IngestResultSet.Successful, "successfulResults")]
    [TestCase(IngestResultSet.Failed, "failedResults")]
    [TestCase(IngestResultSet.Unprocessed, "unprocessedrecords")]
    public async Task A_result_set_that_was_cut_is_consumed_again_from_the_start(IngestResultSet set, string path)
    {
        const string Csv = "\"sf__Id\",\"sf__Created\",Legacy_Task_Id__c\n\"0LQ000000000001AAA\",\"true\",\"00T000000000001AAA\"\n";
        var gets = 0;
        await using var server = new RawServer(_ => gets++ == 0 ? RawAnswer.Csv(Csv, null, null) with { CutAt = 60, CloseDelimited = true } : RawAnswer.Csv(Csv, null, null));
        using var client = Clients.With(server);

        var text = await client.BulkIngest.ReadResultsAsync(
            JobsJson.Id, set,
            async (stream, cancellationToken) =>
            {
                using var reader = new StreamReader(stream);
                return await reader.ReadToEndAsync(cancellationToken);
            },
            CancellationToken.None);

        Assert.That(text, Is.EqualTo(Csv));
        Assert.That(server.Requests.Select(r => r.Target), Is.EqualTo(Enumerable.Repeat($"/services/data/v66.0/jobs/ingest/{JobsJson.Id}/{path}", 2)));
    }

    [Test]
    public async Task Lists_are_followed_by_their_locator_whatever_the_link_says()
    {
        await using var server = new RawServer(r => Links.Parameter(r.Target, "queryLocator") is null
            ? RawAnswer.Json($$"""{"done":false,"records":[{{JobsJson.Query("JobComplete")}}],"nextRecordsUrl":"/services/data/v66.0/jobs/ingest?queryLocator=a%2Fb"}""")
            : RawAnswer.Json($$"""{"done":true,"records":[{{JobsJson.Query("SomeNewState", id: "750000000000002AAA")}}]}"""));
        using var client = Clients.With(server);
        var jobs = new List<BulkJob>();

        await foreach (var job in client.BulkQuery.ListAsync(CancellationToken.None))
        {
            jobs.Add(job);
        }

        Assert.That(jobs.Select(j => (j.Id, j.State)), Is.EqualTo([(JobsJson.Id, BulkJobState.JobComplete), ("750000000000002AAA", BulkJobState.InProgress)]));
        Assert.That(server.Requests.Select(r => r.Target), Is.EqualTo(["/services/data/v66.0/jobs/query?jobType=V2Query", "/services/data/v66.0/jobs/query?jobType=V2Query&queryLocator=a%2Fb"]));
    }

    [Test]
    public void Job_info_is_read_liberally()
    {
        var job = BulkJobJson.Parse(Encoding.UTF8.GetBytes("""{"id":"750x","state":"jobcomplete","apiVersion":"61","numberRecordsProcessed":"12","numberRecordsFailed":"3.0","totalProcessingTime":1e20,"errorMessage":null}"""));

        Assert.That((job.State, job.ApiVersion, job.NumberRecordsProcessed, job.NumberRecordsFailed, job.ErrorMessage), Is.EqualTo((BulkJobState.JobComplete, "61.0", 12L, 3L, (string?)null)));
        Assert.That(job.TotalProcessingTimeMs, Is.EqualTo(long.MaxValue));
    }

    [Test]
    public async Task A_failed_query_has_no_results_and_says_why()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(JobsJson.Query("Failed").Replace("\"retries\":0", "\"retries\":15,\"errorMessage\":\"Timeout : retried more than 15 times\"", StringComparison.Ordinal)));
        using var client = Clients.With(server);

        var job = await client.BulkQuery.GetAsync(JobsJson.Id, CancellationToken.None);
        var error = (await Assert.ThrowsAsync<BulkJobFailedException>(() => client.BulkQuery.ReadPagesAsync(
            job, new(), (_, _) => Task.FromResult(0), (_, _, _) => Task.CompletedTask, CancellationToken.None)))!;

        Assert.That((error.ErrorCode, error.JobId), Is.EqualTo(("Timeout", JobsJson.Id)));
    }

    [TestCase("750/../x")]
    [TestCase("")]
    [TestCase("750?x")]
    public async Task A_job_id_that_is_none_never_becomes_a_path(string id)
    {
        using var client = new ForceClient(new() { Authenticator = new Salesforce.Force.Authentication.AccessToken(new("http://127.0.0.1:1"), "x") });

        await Assert.ThrowsAsync<ArgumentException>(async () => await client.BulkIngest.GetAsync(id, CancellationToken.None));
    }

    private sealed class Progress(List<BulkJobState> seen) : IProgress<BulkJob>
    {
        public void Report(BulkJob value) => seen.Add(value.State);
    }
}
