using Salesforce.Force.Bulk;
using Salesforce.Force.Errors;
using Salesforce.Force.Tests.Servers;

namespace Salesforce.Force.Tests.Bulk;

/// <summary>The org did what was asked, or not; the answer did not arrive. The org's clock is at 04:15:00 and so is ours.</summary>
[TestFixture]
internal sealed class Lost_answers
{
    private const string Orphan = "750000000000002AAA";
    private static readonly IngestRequest Upsert = new("VoiceCall", IngestOperation.Upsert, "Legacy_Task_Id__c");

    [Test]
    public async Task An_ingest_job_that_was_created_all_the_same_is_adopted()
    {
        await using var server = new RawServer(r => r.Method == "POST"
            ? RawAnswer.Lost
            : Dated(RawAnswer.Json(JobsJson.List(JobsJson.Ingest("Open", "750000000000001AAA", "2026-11-20T04:14:58.000+0000"), JobsJson.Ingest("Open", Orphan), JobsJson.Ingest("UploadComplete", "750000000000003AAA")))));
        using var client = Clients.With(server, new(), new HastyTime());

        var job = await client.BulkIngest.CreateAsync(Upsert, CancellationToken.None);

        Assert.That(job.Id, Is.EqualTo(Orphan));
        Assert.That(server.Where("POST", "/jobs/ingest").Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task An_ingest_job_that_was_not_created_is_created_again([Values] bool gatewayTimeout)
    {
        var posts = 0;
        await using var server = new RawServer(r => r.Method != "POST" ? Dated(RawAnswer.Json(JobsJson.List()))
            : posts++ > 0 ? RawAnswer.Json(JobsJson.Ingest("Open"))
            : gatewayTimeout ? RawAnswer.Html(504) : RawAnswer.Lost);
        using var client = Clients.With(server, new(), new HastyTime());

        var job = await client.BulkIngest.CreateAsync(Upsert, CancellationToken.None);

        Assert.That(job.Id, Is.EqualTo(JobsJson.Id));
        Assert.That(server.Requests.Select(r => r.Method), Is.EqualTo(["POST", "GET", "POST"]));
    }

    [Test]
    public async Task A_job_that_the_server_refused_to_look_at_is_created_again_without_asking()
    {
        var posts = 0;
        await using var server = new RawServer(r => posts++ == 0 ? new RawAnswer(429) : RawAnswer.Json(JobsJson.Ingest("Open")));
        using var client = Clients.With(server, new(), new HastyTime());

        await client.BulkIngest.CreateAsync(Upsert, CancellationToken.None);

        Assert.That(server.Requests.Select(r => r.Method), Is.EqualTo(["POST", "POST"]));
    }

    [Test]
    public async Task A_job_of_another_user_another_shape_or_one_already_ours_is_not_adopted()
    {
        var posts = 0;
        await using var server = new RawServer(r =>
            r.Target.Contains("userinfo", StringComparison.Ordinal) ? RawAnswer.Json($$"""{"user_id":"{{Clients.UserId}}","organization_id":"00D000000000001AAA"}""")
            : r.Method == "GET" ? Dated(RawAnswer.Json(JobsJson.List(
                JobsJson.Ingest("Open", "750000000000004AAA", user: "005000000000009AAA"),
                JobsJson.Ingest("Open", "750000000000005AAA").Replace("VoiceCall", "Contact", StringComparison.Ordinal),
                JobsJson.Ingest("Open"))))
            : posts++ == 1 ? RawAnswer.Lost : RawAnswer.Json(JobsJson.Ingest("Open", posts == 1 ? JobsJson.Id : "750000000000006AAA")));
        using var client = Clients.With(server, new(), new HastyTime());
        await client.LoginAsync(CancellationToken.None);

        var first = await client.BulkIngest.CreateAsync(Upsert, CancellationToken.None);
        var second = await client.BulkIngest.CreateAsync(Upsert, CancellationToken.None);

        Assert.That((first.Id, second.Id), Is.EqualTo((JobsJson.Id, "750000000000006AAA")));
    }

    [Test]
    public async Task Two_jobs_that_fit_cannot_be_told_apart_and_are_left_alone()
    {
        var posts = 0;
        await using var server = new RawServer(r => r.Method == "GET"
            ? Dated(RawAnswer.Json(JobsJson.List(JobsJson.Ingest("Open", "750000000000007AAA"), JobsJson.Ingest("Open", "750000000000008AAA"))))
            : posts++ == 0 ? RawAnswer.Lost : RawAnswer.Json(JobsJson.Ingest("Open")));
        using var client = Clients.With(server, new(), new HastyTime());

        Assert.That((await client.BulkIngest.CreateAsync(Upsert, CancellationToken.None)).Id, Is.EqualTo(JobsJson.Id));
    }

    [Test]
    public async Task The_clock_that_counts_is_the_orgs()
    {
        // The org is an hour ahead: a job that looks new by our clock is old by its own.
        var posts = 0;
        await using var server = new RawServer(r => r.Method == "GET"
            ? RawAnswer.Json(JobsJson.List(JobsJson.Ingest("Open", Orphan, "2026-11-20T04:40:00.000+0000"))).With("Date: Fri, 20 Nov 2026 05:15:00 GMT")
            : posts++ == 0 ? RawAnswer.Lost : RawAnswer.Json(JobsJson.Ingest("Open")));
        using var client = Clients.With(server, new(), new HastyTime());

        Assert.That((await client.BulkIngest.CreateAsync(Upsert, CancellationToken.None)).Id, Is.EqualTo(JobsJson.Id));
    }

    [Test]
    public async Task An_orphan_query_is_aborted_and_deleted_and_never_read_as_ours()
    {
        var posts = 0;
        await using var server = new RawServer(r => (r.Method, posts) switch
        {
            ("POST", _) => posts++ == 0 ? RawAnswer.Lost : RawAnswer.Json(JobsJson.Query("UploadComplete")),
            ("PATCH", _) => RawAnswer.Json(JobsJson.Query("Aborted", id: Orphan)),
            ("DELETE", _) => new RawAnswer(204),
            _ when r.Target.Contains(Orphan, StringComparison.Ordinal) => RawAnswer.Json(JobsJson.Query("Aborted", id: Orphan)),
            _ => Dated(RawAnswer.Json(JobsJson.List(JobsJson.Query("InProgress", id: Orphan)))),
        });
        using var client = Clients.With(server, new(), new HastyTime());

        var job = await client.BulkQuery.CreateAsync("SELECT Id FROM Task", false, CancellationToken.None);

        Assert.That(job.Id, Is.EqualTo(JobsJson.Id));
        Assert.That(server.Where("DELETE", Orphan).Count(), Is.EqualTo(1));
        Assert.That(server.Where("PATCH", Orphan).Single().Text, Is.EqualTo("""{"state":"Aborted"}"""));
    }

    [Test]
    public async Task A_create_whose_answer_stays_lost_says_that_it_is_ambiguous()
    {
        await using var server = new RawServer(r => r.Method == "POST" ? RawAnswer.Lost : Dated(RawAnswer.Json(JobsJson.List())));
        using var client = Clients.With(server, new() { MaxAttempts = 3 }, new HastyTime());

        var error = (await Assert.ThrowsAsync<ForceException>(() => client.BulkIngest.CreateAsync(Upsert, CancellationToken.None)))!;

        Assert.That((error.ErrorCode, error.IsAmbiguous), Is.EqualTo(("NETWORK", true)));
        Assert.That(server.Where("POST", "/jobs/ingest").Count(), Is.EqualTo(3));
    }

    [Test]
    public async Task A_close_whose_answer_was_lost_is_looked_up()
    {
        await using var server = new RawServer(r => r.Method == "PATCH" ? RawAnswer.Lost : RawAnswer.Json(JobsJson.Ingest("InProgress")));
        using var client = Clients.With(server);

        var job = await client.BulkIngest.CloseAsync(JobsJson.Id, CancellationToken.None);

        Assert.That(job.State, Is.EqualTo(BulkJobState.InProgress));
        Assert.That(server.Where("PATCH", JobsJson.Id).Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_close_that_never_arrived_is_sent_again()
    {
        var patches = 0;
        await using var server = new RawServer(r => r.Method == "PATCH"
            ? patches++ == 0 ? RawAnswer.Lost : RawAnswer.Json(JobsJson.Ingest("UploadComplete"))
            : RawAnswer.Json(JobsJson.Ingest(patches < 2 ? "Open" : "UploadComplete")));
        using var client = Clients.With(server);

        Assert.That((await client.BulkIngest.CloseAsync(JobsJson.Id, CancellationToken.None)).State, Is.EqualTo(BulkJobState.UploadComplete));
        Assert.That(patches, Is.EqualTo(2));
    }

    [Test]
    public async Task Closing_what_is_closed_is_fine_and_closing_what_is_aborted_is_not()
    {
        var state = "JobComplete";
        await using var server = new RawServer(r => r.Method == "PATCH" ? RawAnswer.Error(400, "INVALIDJOBSTATE", "no") : RawAnswer.Json(JobsJson.Ingest(state)));
        using var client = Clients.With(server);

        Assert.That((await client.BulkIngest.CloseAsync(JobsJson.Id, CancellationToken.None)).State, Is.EqualTo(BulkJobState.JobComplete));
        state = "Aborted";
        Assert.That((await Assert.ThrowsAsync<ForceException>(() => client.BulkIngest.CloseAsync(JobsJson.Id, CancellationToken.None)))!.ErrorCode, Is.EqualTo("INVALIDJOBSTATE"));
    }

    [Test]
    public async Task Deleting_what_is_gone_is_fine()
    {
        await using var server = new RawServer(_ => RawAnswer.Error(404, "NOT_FOUND", "The requested resource does not exist"));
        using var client = Clients.With(server);

        await client.BulkQuery.DeleteAsync(JobsJson.Id, CancellationToken.None);

        Assert.That(server.Requests.Single().Method, Is.EqualTo("DELETE"));
    }

    private static RawAnswer Dated(RawAnswer answer) => answer.With("Date: Fri, 20 Nov 2026 04:15:00 GMT");
}
