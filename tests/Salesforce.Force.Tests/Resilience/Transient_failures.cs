using Salesforce.Force.Errors;
using Salesforce.Force.Tests.Servers;

namespace Salesforce.Force.Tests.Resilience;

[TestFixture]
internal sealed class Transient_failures
{
    private const string Limits = """{"DailyApiRequests":{"Max":5000,"Remaining":"4998"}}""";

    [TestCase(406)]
    [TestCase(420)]
    [TestCase(429)]
    [TestCase(500)]
    [TestCase(502)]
    [TestCase(503)]
    [TestCase(504)]
    public async Task A_transient_status_is_tried_again(int status)
    {
        var calls = 0;
        await using var server = new RawServer(_ => Interlocked.Increment(ref calls) < 3 ? new RawAnswer(status) : RawAnswer.Json(Limits));
        using var client = Clients.With(server);

        var limits = await client.LimitsAsync(CancellationToken.None);

        Assert.That(limits["DailyApiRequests"].Remaining, Is.EqualTo(4998));
        Assert.That((calls, client.RequestsSent, client.Retries), Is.EqualTo((3, 3L, 2L)));
    }

    [TestCase(400)]
    [TestCase(403)]
    [TestCase(404)]
    [TestCase(405)]
    [TestCase(409)]
    [TestCase(410)]
    [TestCase(414)]
    [TestCase(415)]
    [TestCase(431)]
    public async Task A_permanent_status_is_not_tried_again(int status)
    {
        await using var server = new RawServer(_ => RawAnswer.Error(status, "SOME_CODE", "no"));
        using var client = Clients.With(server);

        var error = (await Assert.ThrowsAsync<ForceException>(() => client.LimitsAsync(CancellationToken.None)))!;

        Assert.That((error.ErrorCode, error.HttpStatus, error.IsTransient), Is.EqualTo(("SOME_CODE", (int?)status, false)));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Retry_After_is_honoured_to_the_second()
    {
        var calls = 0;
        var time = new HastyTime();
        await using var server = new RawServer(_ => calls++ == 0 ? new RawAnswer(429).With("Retry-After: 37") : RawAnswer.Json(Limits));
        using var client = Clients.With(server, new(), time);

        await client.LimitsAsync(CancellationToken.None);

        Assert.That(time.Pauses, Is.EqualTo([TimeSpan.FromSeconds(37)]));
    }

    [Test]
    public async Task Retry_After_may_be_a_date_by_the_clock_of_the_org()
    {
        var calls = 0;
        var time = new HastyTime();
        await using var server = new RawServer(_ => calls++ == 0
            ? new RawAnswer(503).With("Date: Fri, 20 Nov 2026 09:00:00 GMT").With("Retry-After: Fri, 20 Nov 2026 09:00:42 GMT")
            : RawAnswer.Json(Limits));
        using var client = Clients.With(server, new(), time);

        await client.LimitsAsync(CancellationToken.None);

        Assert.That(time.Pauses, Is.EqualTo([TimeSpan.FromSeconds(42)]));
    }

    [Test]
    public async Task Without_Retry_After_the_pauses_double_with_jitter_and_stop_at_the_longest()
    {
        var time = new HastyTime();
        await using var server = new RawServer(_ => new RawAnswer(429));
        using var client = Clients.With(server, new() { MaxAttempts = 5, MaxDelay = TimeSpan.FromSeconds(3), Chance = () => 0.5 }, time);

        await Assert.ThrowsAsync<ForceException>(() => client.LimitsAsync(CancellationToken.None));

        // Half fixed, half chance: 1 s gives 0.5 + 0.5 * 0.5.
        Assert.That(time.Pauses.Select(p => p.TotalSeconds), Is.EqualTo([0.75, 1.5, 2.25, 2.25]));
    }

    [Test]
    public async Task Attempts_are_bounded()
    {
        await using var server = new RawServer(_ => new RawAnswer(503));
        using var client = Clients.With(server);

        var error = (await Assert.ThrowsAsync<ForceException>(() => client.LimitsAsync(CancellationToken.None)))!;

        Assert.That((error.HttpStatus, error.IsTransient), Is.EqualTo(((int?)503, true)));
        Assert.That(server.Requests, Has.Count.EqualTo(6));
    }

    [Test]
    public async Task Time_is_bounded_too_whatever_the_attempts()
    {
        var time = new HastyTime();
        var began = time.GetUtcNow();
        await using var server = new RawServer(_ => new RawAnswer(503).With("Retry-After: 10"));
        using var client = Clients.With(server, new() { MaxAttempts = 1000, MaxElapsed = TimeSpan.FromMinutes(5) }, time);

        await Assert.ThrowsAsync<ForceException>(() => client.LimitsAsync(CancellationToken.None));

        // One attempt each ten seconds; the last may be cut short, but never begins after the five minutes.
        Assert.That(time.GetUtcNow() - began, Is.LessThanOrEqualTo(TimeSpan.FromMinutes(5)));
        Assert.That(server.Requests.Count, Is.InRange(21, 30));
    }

    [Test]
    public async Task A_Retry_After_beyond_our_patience_is_not_waited_for()
    {
        await using var server = new RawServer(_ => new RawAnswer(503).With("Retry-After: 86400"));
        using var client = Clients.With(server);

        var error = (await Assert.ThrowsAsync<ForceException>(() => client.LimitsAsync(CancellationToken.None)))!;

        Assert.That(error.RetryAfter, Is.EqualTo(TimeSpan.FromDays(1)));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_web_page_instead_of_JSON_is_tried_again_whatever_its_status([Values(200, 400, 403, 502)] int status)
    {
        var calls = 0;
        await using var server = new RawServer(_ => calls++ == 0 ? RawAnswer.Html(status) : RawAnswer.Json(Limits));
        using var client = Clients.With(server);

        await client.LimitsAsync(CancellationToken.None);

        Assert.That(calls, Is.EqualTo(2));
    }

    [Test]
    public async Task A_web_page_that_says_not_found_is_not_tried_again()
    {
        await using var server = new RawServer(_ => RawAnswer.Html(404));
        using var client = Clients.With(server);

        var error = (await Assert.ThrowsAsync<ForceException>(() => client.LimitsAsync(CancellationToken.None)))!;

        Assert.That((error.ErrorCode, server.Requests.Count), Is.EqualTo((ForceErrorCodes.NotFound, 1)));
    }

    [Test]
    public async Task A_web_page_that_stays_is_reported_as_such_without_its_text()
    {
        await using var server = new RawServer(_ => RawAnswer.Html(502));
        using var client = Clients.With(server);

        var error = (await Assert.ThrowsAsync<ForceException>(() => client.LimitsAsync(CancellationToken.None)))!;

        Assert.That(error.ErrorCode, Is.EqualTo("NOT_JSON"));
        Assert.That(error.ToString(), Does.Not.Contain("maintenance."));
    }

    [Test]
    public async Task A_JSON_answer_that_breaks_off_is_fetched_again()
    {
        var calls = 0;
        await using var server = new RawServer(_ => calls++ == 0 ? RawAnswer.Json(Limits) with { CutAt = 20 } : RawAnswer.Json(Limits).Gzipped());
        using var client = Clients.With(server);

        var limits = await client.LimitsAsync(CancellationToken.None);

        Assert.That(limits["DailyApiRequests"].Max, Is.EqualTo(5000));
        Assert.That(calls, Is.EqualTo(2));
    }

    [Test]
    public async Task A_server_that_does_not_answer_runs_into_the_time_out_and_is_tried_again()
    {
        var calls = 0;
        var never = new TaskCompletionSource<RawAnswer>();
        await using var server = new RawServer(_ => calls++ == 0 ? never.Task : Task.FromResult(RawAnswer.Json(Limits)));
        using var client = Clients.With(server, Clients.Hasty with { RequestTimeout = TimeSpan.FromMilliseconds(300) });

        await client.LimitsAsync(CancellationToken.None);

        Assert.That(calls, Is.EqualTo(2));
    }

    [Test]
    public async Task A_time_out_that_stays_has_its_own_code()
    {
        var never = new TaskCompletionSource<RawAnswer>();
        await using var server = new RawServer(_ => never.Task);
        using var client = Clients.With(server, Clients.Hasty with { RequestTimeout = TimeSpan.FromMilliseconds(50), MaxAttempts = 2 });

        var error = (await Assert.ThrowsAsync<ForceException>(() => client.LimitsAsync(CancellationToken.None)))!;

        Assert.That((error.ErrorCode, error.IsAmbiguous), Is.EqualTo(("TIMEOUT", false)));
    }

    [Test]
    public async Task A_change_that_ran_into_the_time_out_may_have_happened()
    {
        var never = new TaskCompletionSource<RawAnswer>();
        await using var server = new RawServer(_ => never.Task);
        using var client = Clients.With(server, Clients.Hasty with { RequestTimeout = TimeSpan.FromMilliseconds(50), MaxAttempts = 2 });

        var error = (await Assert.ThrowsAsync<ForceException>(() => client.UpdateAsync(
            "VoiceCall", [new Dictionary<string, object?>(StringComparer.Ordinal) { ["Id"] = "0LQ000000000001AAA" }], allOrNone: false, CancellationToken.None)))!;

        Assert.That((error.ErrorCode, error.IsAmbiguous, server.Requests.Count), Is.EqualTo(("TIMEOUT", true, 2)));
    }

    [Test]
    public async Task A_host_that_is_not_there_is_a_network_failure_with_its_name()
    {
        using var client = new ForceClient(new()
        {
            Authenticator = new Salesforce.Force.Authentication.AccessToken(new("http://127.0.0.1:1"), "00D!x"),
            Resilience = Clients.Hasty with { MaxAttempts = 2 },
        });

        var error = (await Assert.ThrowsAsync<ForceException>(() => client.LimitsAsync(CancellationToken.None)))!;

        Assert.That((error.ErrorCode, error.IsAmbiguous), Is.EqualTo(("NETWORK", false)));
        Assert.That(error.Message, Does.Contain("127.0.0.1"));
    }

    [Test]
    public async Task A_host_that_lets_nobody_connect_is_a_network_failure_too()
    {
        var connections = 0;
        using var silent = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(50),
            ConnectCallback = async (_, token) =>
            {
                connections++;
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
                return Stream.Null;
            },
        };
        using var client = new ForceClient(new()
        {
            Authenticator = new Salesforce.Force.Authentication.AccessToken(new("http://127.0.0.1:1"), "00D!x"),
            HttpMessageHandler = silent,
            Resilience = Clients.Hasty with { MaxAttempts = 2 },
        });

        var error = (await Assert.ThrowsAsync<ForceException>(() => client.LimitsAsync(CancellationToken.None)))!;

        Assert.That((error.ErrorCode, error.IsTransient, error.IsAmbiguous, connections), Is.EqualTo(("NETWORK", true, false, 2)));
        Assert.That(error.Message, Does.Contain("127.0.0.1:1 could not be reached"));
    }

    [Test]
    public async Task A_cancelled_request_ends_at_once_and_as_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = new RawServer(async _ =>
        {
            await cancel.CancelAsync();
            return new RawAnswer(503);
        });
        using var client = Clients.With(server);

        await Assert.CatchAsync<OperationCanceledException>(() => client.LimitsAsync(cancel.Token));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }
}
