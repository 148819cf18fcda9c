using System.Text;
using Salesforce.Force.Bulk;
using Salesforce.Force.Errors;
using Salesforce.Force.Tests.Servers;

namespace Salesforce.Force.Tests.Bulk;

[TestFixture]
internal sealed class Uploads
{
    private const string Csv = "Legacy_Task_Id__c,Description\n00T000000000001AAA,\"a\nb\"\n";

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_repeated_upload_sends_the_whole_body_again(bool lengthKnown)
    {
        var puts = 0;
        await using var server = new RawServer(_ => puts++ < 2 ? new RawAnswer(503) : new RawAnswer(201));
        using var client = Clients.With(server);

        await client.BulkIngest.UploadAsync(JobsJson.Id, Content(Csv, lengthKnown), CancellationToken.None);

        Assert.That(server.Requests.Select(r => r.Text), Is.EqualTo([Csv, Csv, Csv]));
        Assert.That(server.Requests.Select(r => r.Target), Is.All.EndsWith($"/jobs/ingest/{JobsJson.Id}/batches"));
        Assert.That(server.Requests.Select(r => r.Headers.ContainsKey("Content-Length")), Is.All.EqualTo(lengthKnown));
        Assert.That(server.Requests.Select(r => r.Headers["Content-Type"]), Is.All.EqualTo("text/csv; charset=utf-8"));
    }

    [Test]
    public async Task After_a_lost_answer_a_refusal_of_a_second_content_means_that_the_first_counted()
    {
        var puts = 0;
        await using var server = new RawServer(_ => puts++ == 0 ? RawAnswer.Lost : RawAnswer.Error(400, "INVALIDBATCH", $"Found multiple contents for job: <{JobsJson.Id}>"));
        using var client = Clients.With(server);

        await client.BulkIngest.UploadAsync(JobsJson.Id, Content(Csv), CancellationToken.None);

        Assert.That(puts, Is.EqualTo(2));
    }

    [Test]
    public async Task A_refusal_in_other_words_is_settled_by_the_state_of_the_job([Values("Open", "UploadComplete", "InProgress", "JobComplete", "Failed", "Aborted")] string state)
    {
        await using var server = new RawServer(r => r.Method == "PUT" ? RawAnswer.Error(409, "INVALIDJOBSTATE", "no") : RawAnswer.Json(JobsJson.Ingest(state)));
        using var client = Clients.With(server);

        var upload = client.BulkIngest.UploadAsync(JobsJson.Id, Content(Csv), CancellationToken.None);

        if (state is "UploadComplete" or "InProgress" or "JobComplete")
        {
            await upload;
        }
        else
        {
            Assert.That((await Assert.ThrowsAsync<ForceException>(() => upload))!.ErrorCode, Is.EqualTo("INVALIDJOBSTATE"));
        }
    }

    [Test]
    public async Task A_source_that_fails_is_not_asked_again_and_fails_as_itself()
    {
        var asked = 0;
        await using var server = new RawServer(_ => new RawAnswer(201));
        using var client = Clients.With(server);

        await Assert.ThrowsAsync<FormatException>(() => client.BulkIngest.UploadAsync(
            JobsJson.Id, new IngestContent((_, _) => { asked++; throw new FormatException("row 7"); }, null), CancellationToken.None));

        Assert.That(asked, Is.EqualTo(1));
    }

    [Test]
    public async Task An_upload_without_a_byte_is_refused()
    {
        await using var server = new RawServer(_ => new RawAnswer(201));
        using var client = Clients.With(server);

        var error = (await Assert.ThrowsAsync<ForceException>(() => client.BulkIngest.UploadAsync(JobsJson.Id, Content(string.Empty), CancellationToken.None)))!;

        Assert.That(error.ErrorCode, Is.EqualTo("CONTENT_EMPTY"));
    }

    [Test]
    public async Task An_upload_larger_than_a_job_is_refused_with_the_reason([Values] bool lengthKnown)
    {
        await using var server = new RawServer(_ => new RawAnswer(201));
        using var client = Clients.With(server);
        var megabyte = new byte[1024 * 1024];
        async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
        {
            for (var i = 0; i < 101; i++)
            {
                await stream.WriteAsync(megabyte, cancellationToken);
            }
        }

        var error = (await Assert.ThrowsAsync<ForceException>(() => client.BulkIngest.UploadAsync(
            JobsJson.Id, new IngestContent(WriteAsync, lengthKnown ? 101L * megabyte.Length : null), CancellationToken.None)))!;

        Assert.That(error.ErrorCode, Is.EqualTo("CONTENT_TOO_LARGE"));
        Assert.That(error.Message, Does.Contain("150 MB"));
        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public async Task A_401_before_the_upload_renews_the_token_and_sends_the_whole_body_again()
    {
        var logins = 0;
        RawServer server = null!;
        server = new RawServer(r => r.Method == "POST" ? Clients.TokenAnswer(server, "t" + ++logins)
            : r.Headers["Authorization"] == "Bearer t1" ? RawAnswer.Error(401, "INVALID_SESSION_ID", "Session expired or invalid") : new RawAnswer(201));
        await using var _ = server;
        using var client = Clients.Renewing(server);

        await client.BulkIngest.UploadAsync(JobsJson.Id, Content(Csv), CancellationToken.None);

        Assert.That(server.Where("PUT", "batches").Select(r => r.Text), Is.EqualTo([Csv, Csv]));
    }

    private static IngestContent Content(string csv, bool lengthKnown = false) => new(
        async (stream, cancellationToken) => await stream.WriteAsync(Encoding.UTF8.GetBytes(csv), cancellationToken),
        lengthKnown ? Encoding.UTF8.GetByteCount(csv) : null);
}
