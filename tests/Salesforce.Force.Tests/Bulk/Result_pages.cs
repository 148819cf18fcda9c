using System.Text;
using Salesforce.Force.Bulk;
using Salesforce.Force.Errors;
using Salesforce.Force.Tests.Servers;

namespace Salesforce.Force.Tests.Bulk;

/// <summary>Five rows, two to a page: "1" and "2", "3" and "4", "5".</summary>
[TestFixture]
internal sealed class Result_pages
{
    private const string Page1 = "\"Id\",\"Subject\"\n\"1\",\"Call, \"\"out\"\"\"\n\"2\",\"line\nbreak\"\n";
    private const string Page2 = "\"Id\",\"Subject\"\r\n\"3\",\"nul\0\"\r\n\"4\",\"\"\r\n";
    private const string Page3 = "\"Id\",\"Subject\"\n\"5\",\"last\"";

    private static readonly PageReadOptions Walk = new() { MaxRecords = 2 };

    [Test]
    public async Task Pages_are_walked_by_locator_and_handed_out_as_they_came()
    {
        await using var server = new RawServer(r => Answer(r));
        using var client = Clients.With(server);

        var read = await ReadAsync(client, Walk);

        Assert.That(read.Total, Is.EqualTo(5));
        Assert.That(read.Completed, Is.EqualTo(["0 - MjA 2", "1 MjA NDA 2", "2 NDA - 1"]));
        Assert.That(read.Texts, Is.EqualTo([Page1, Page2, Page3]));
        Assert.That(server.Requests.Select(r => r.Target[r.Target.IndexOf("/results", StringComparison.Ordinal)..]), Is.EqualTo([
            "/results?maxRecords=2", "/results?locator=MjA&maxRecords=2", "/results?locator=NDA&maxRecords=2"]));
    }

    [Test]
    public async Task Reading_goes_on_from_a_locator()
    {
        await using var server = new RawServer(r => Answer(r));
        using var client = Clients.With(server);

        var read = await ReadAsync(client, Walk with { StartLocator = "NDA", StartOrdinal = 2 });

        Assert.That(read.Completed, Is.EqualTo(["2 NDA - 1"]));
    }

    [Test]
    public async Task Zipped_pages_are_unzipped()
    {
        await using var server = new RawServer(r => Answer(r).Gzipped());
        using var client = Clients.With(server);

        var read = await ReadAsync(client, Walk);

        Assert.That(read.Texts, Is.EqualTo([Page1, Page2, Page3]));
        Assert.That(server.Requests.Select(r => r.Headers["Accept-Encoding"]), Is.All.EqualTo("gzip"));
    }

    public static IEnumerable<TestCaseData> Spoilt()
    {
        yield return new("connection cut in the middle", (RawAnswer a) => a with { CutAt = a.Body.Length - 9 });
        yield return new("cut in the head of the page", (RawAnswer a) => a with { CutAt = 3 });
        yield return new("cut and reset", (RawAnswer a) => a with { CutAt = 20, Reset = true });
        yield return new("cut inside a quoted field, without a length", (RawAnswer a) => a with { CutAt = a.Body.Length - 9, CloseDelimited = true });
        yield return new("cut between two rows, without a length", (RawAnswer a) => a with { CutAt = Encoding.UTF8.GetByteCount("\"Id\",\"Subject\"\r\n\"3\",\"nul\0\"\r\n"), CloseDelimited = true });
        yield return new("cut between two fields, without a length", (RawAnswer a) => a with { CutAt = a.Body.Length - 5, CloseDelimited = true });
        yield return new("cut after a delimiter, without a length", (RawAnswer a) => a with { CutAt = a.Body.Length - 4, CloseDelimited = true });
        yield return new("zipped and cut", (RawAnswer a) => a.Gzipped() is var zipped ? zipped with { CutAt = zipped.Body.Length - 12 } : a);
        yield return new("zipped and cut, without a length", (RawAnswer a) => a.Gzipped() is var zipped ? zipped with { CutAt = zipped.Body.Length - 12, CloseDelimited = true } : a);
        yield return new("zipped and damaged", (RawAnswer a) => a.Gzipped() is var zipped ? zipped with { Body = [.. zipped.Body.Take(10), .. new byte[30]] } : a);
        yield return new("a row too few", (RawAnswer a) => a with { Body = "\"Id\",\"Subject\"\n\"3\",\"nul\"\n"u8.ToArray() });
        yield return new("a row too many", (RawAnswer a) => a with { Body = Encoding.UTF8.GetBytes(Page2 + "\"9\",\"x\"\r\n") });
        yield return new("a web page", (RawAnswer _) => RawAnswer.Html(200));
        yield return new("a web page with 502", (RawAnswer _) => RawAnswer.Html(502));
        yield return new("503", (RawAnswer _) => new RawAnswer(503).With("Retry-After: 0"));
        yield return new("429", (RawAnswer _) => new RawAnswer(429));
        yield return new("204, not ready", (RawAnswer _) => new RawAnswer(204));
        yield return new("no answer", (RawAnswer _) => RawAnswer.Lost);
    }

    [TestCaseSource(nameof(Spoilt))]
    public async Task A_spoilt_page_is_fetched_again_and_completed_once(string how, Func<RawAnswer, RawAnswer> spoil)
    {
        var spoilt = 0;
        await using var server = new RawServer(r => r.Target.Contains("MjA", StringComparison.Ordinal) && Interlocked.Increment(ref spoilt) <= 2 ? spoil(Answer(r)) : Answer(r));
        using var client = Clients.With(server);

        var read = await ReadAsync(client, Walk);

        Assert.That(read.Total, Is.EqualTo(5), how);
        Assert.That(read.Completed, Is.EqualTo(["0 - MjA 2", "1 MjA NDA 2", "2 NDA - 1"]));
        Assert.That(read.Texts, Is.EqualTo([Page1, Page2, Page3]));
        Assert.That(server.Requests, Has.Count.EqualTo(5));
        Assert.That(client.Retries, Is.EqualTo(2));
    }

    [Test]
    public async Task A_spoilt_page_is_noticed_even_by_a_consumer_that_reads_nothing_or_hides_the_failure([Values] bool hides)
    {
        var spoilt = 0;
        await using var server = new RawServer(r => r.Target.Contains("MjA", StringComparison.Ordinal) && spoilt++ == 0 ? Answer(r) with { CutAt = 12 } : Answer(r));
        using var client = Clients.With(server);

        var total = await client.BulkQuery.ReadPagesAsync(
            JobsJson.Complete(5), Walk,
            async (page, cancellationToken) =>
            {
                if (hides)
                {
                    using var reader = new StreamReader(page.Content);
                    try
                    {
                        await reader.ReadToEndAsync(cancellationToken);
                    }
                    catch (ForceException)
                    {
                        return 0;
                    }
                }

                return 1;
            },
            (_, result, _) => result == 1 ? Task.CompletedTask : throw new InvalidOperationException("A page that failed was completed."),
            CancellationToken.None);

        Assert.That(total, Is.EqualTo(5));
    }

    [Test]
    public async Task A_page_that_stays_short_is_an_incomplete_result()
    {
        await using var server = new RawServer(r => Answer(r) is var a && r.Target.Contains("NDA", StringComparison.Ordinal) ? RawAnswer.Csv(Page3, 2, "null") : a);
        using var client = Clients.With(server);
        var completed = 0;

        var error = (await Assert.ThrowsAsync<ForceException>(() => client.BulkQuery.ReadPagesAsync(
            JobsJson.Complete(5), Walk, (_, _) => Task.FromResult(0), (_, _, _) => Task.FromResult(completed++), CancellationToken.None)))!;

        Assert.That((error.ErrorCode, completed), Is.EqualTo(("INCOMPLETE_RESULT", 2)));
        Assert.That(server.Requests, Has.Count.EqualTo(2 + 6));
    }

    [Test]
    public async Task Pages_that_do_not_add_up_to_the_job_are_an_incomplete_result()
    {
        await using var server = new RawServer(r => Answer(r));
        using var client = Clients.With(server);

        var error = (await Assert.ThrowsAsync<ForceException>(() => ReadAsync(client, Walk, processed: 6)))!;

        Assert.That(error.ErrorCode, Is.EqualTo("INCOMPLETE_RESULT"));
        Assert.That(error.Message, Does.Contain("5 rows").And.Contain("processed 6"));
    }

    [Test]
    public async Task Missing_headers_mean_a_last_page_without_a_check_of_its_own()
    {
        await using var server = new RawServer(_ => RawAnswer.Csv(Page1, null, null));
        using var client = Clients.With(server);

        var read = await ReadAsync(client, Walk, processed: 2);

        Assert.That(read.Completed, Is.EqualTo(["0 - - -1"]));
    }

    [Test]
    public async Task A_result_without_rows_is_one_page([Values] bool noContent)
    {
        await using var server = new RawServer(_ => noContent ? new RawAnswer(204) : RawAnswer.Csv("\"Id\",\"Subject\"\n", 0, "null"));
        using var client = Clients.With(server);

        var read = await ReadAsync(client, Walk, processed: 0);

        Assert.That((read.Total, read.Completed.Count), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task A_401_in_the_middle_renews_the_token_and_goes_on()
    {
        var logins = 0;
        RawServer server = null!;
        server = new RawServer(r => r.Method == "POST"
            ? Clients.TokenAnswer(server, "t" + ++logins)
            : r.Target.Contains("MjA", StringComparison.Ordinal) && r.Headers["Authorization"] == "Bearer t1"
                ? RawAnswer.Error(401, "INVALID_SESSION_ID", "Session expired or invalid")
                : Answer(r));
        await using var _ = server;
        using var client = Clients.Renewing(server);

        var read = await ReadAsync(client, Walk);

        Assert.That((read.Total, logins), Is.EqualTo((5, 2)));
    }

    [Test]
    public async Task Results_of_another_version_are_a_conflict_that_names_the_reason()
    {
        await using var server = new RawServer(_ => new RawAnswer(409));
        using var client = Clients.With(server);

        var error = (await Assert.ThrowsAsync<ForceException>(() => ReadAsync(client, Walk)))!;

        Assert.That(error.HttpStatus, Is.EqualTo(409));
        Assert.That(error.Message, Does.Contain("version that created the job"));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Results_are_read_in_the_version_that_created_the_job()
    {
        await using var server = new RawServer(r => Answer(r));
        using var client = Clients.With(server);

        await ReadAsync(client, Walk, job: JobsJson.Complete(5) with { ApiVersion = "61.0" });

        Assert.That(server.Requests.Select(r => r.Target), Is.All.StartWith("/services/data/v61.0/jobs/query/"));
    }

    [Test]
    public async Task A_consumer_that_fails_is_not_asked_again()
    {
        await using var server = new RawServer(r => Answer(r));
        using var client = Clients.With(server);

        await Assert.ThrowsAsync<IOException>(() => client.BulkQuery.ReadPagesAsync<int>(
            JobsJson.Complete(5), Walk, (_, _) => throw new IOException("disk full"), (_, _, _) => Task.CompletedTask, CancellationToken.None));

        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_consumer_whose_own_request_fails_is_not_asked_again()
    {
        await using var server = new RawServer(r => r.Target.EndsWith("/limits", StringComparison.Ordinal) ? new RawAnswer(503) : Answer(r));
        using var client = Clients.With(server, Clients.Hasty with { MaxAttempts = 2 });

        var error = (await Assert.ThrowsAsync<ForceException>(() => client.BulkQuery.ReadPagesAsync(
            JobsJson.Complete(5), Walk, async (_, token) => await client.LimitsAsync(token), (_, _, _) => Task.CompletedTask, CancellationToken.None)))!;

        Assert.That(error.HttpStatus, Is.EqualTo(503));
        Assert.That(server.Where("GET", "/results").Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_page_that_stops_coming_is_fetched_again()
    {
        var calls = 0;
        var never = new TaskCompletionSource();
        await using var server = new RawServer(r => Answer(r) is var a && calls++ == 1
            ? a with { Writer = async (stream, token) => { await stream.WriteAsync(a.Body.AsMemory(0, 20), token); await never.Task.WaitAsync(token); } }
            : a);
        using var client = Clients.With(server, Clients.Hasty with { RequestTimeout = TimeSpan.FromMilliseconds(300) });

        var read = await ReadAsync(client, Walk);

        Assert.That(read.Total, Is.EqualTo(5));
        Assert.That(calls, Is.EqualTo(4));
    }

    internal static RawAnswer Answer(RawRequest request) => Links.Parameter(request.Target, "locator") switch
    {
        null => RawAnswer.Csv(Page1, 2, "MjA"),
        "MjA" => RawAnswer.Csv(Page2, 2, "NDA"),
        "NDA" => RawAnswer.Csv(Page3, 1, "null"),
        _ => RawAnswer.Error(404, "NOT_FOUND", "The requested resource does not exist"),
    };

    internal static async Task<(long Total, List<string> Completed, List<string> Texts)> ReadAsync(ForceClient client, PageReadOptions options, long processed = 5, BulkJob? job = null)
    {
        var completed = new List<string>();
        var texts = new List<string>();
        var total = await client.BulkQuery.ReadPagesAsync(
            job ?? JobsJson.Complete(processed), options,
            async (page, cancellationToken) =>
            {
                using var reader = new StreamReader(page.Content, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false, bufferSize: 16);
                return await reader.ReadToEndAsync(cancellationToken);
            },
            (page, text, _) =>
            {
                completed.Add(FormattableString.Invariant($"{page.Ordinal} {page.Locator ?? "-"} {page.NextLocator ?? "-"} {page.NumberOfRecords}"));
                texts.Add(text);
                return Task.CompletedTask;
            },
            CancellationToken.None);
        return (total, completed, texts);
    }
}
