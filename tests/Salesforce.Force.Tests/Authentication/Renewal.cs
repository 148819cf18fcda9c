using Salesforce.Force.Errors;
using Salesforce.Force.Tests.Servers;

namespace Salesforce.Force.Tests.Authentication;

[TestFixture]
internal sealed class Renewal
{
    [Test]
    public async Task Many_requests_that_meet_401_together_renew_once_and_are_each_replayed_once()
    {
        const int Together = 8;
        var logins = 0;
        var met = 0;
        var all = new TaskCompletionSource();
        RawServer server = null!;
        server = new RawServer(async request =>
        {
            if (request.Target.EndsWith("/token", StringComparison.Ordinal))
            {
                return Clients.TokenAnswer(server, "token-" + Interlocked.Increment(ref logins));
            }

            if (request.Headers["Authorization"] != "Bearer token-1")
            {
                return RawAnswer.Json("{}");
            }

            if (Interlocked.Increment(ref met) == Together)
            {
                all.SetResult();
            }

            await all.Task;
            return RawAnswer.Error(401, "INVALID_SESSION_ID", "Session expired or invalid");
        });
        await using var _ = server;
        using var client = Clients.Renewing(server);

        await Task.WhenAll(Enumerable.Range(0, Together).Select(_ => client.LimitsAsync(CancellationToken.None)));

        Assert.That(logins, Is.EqualTo(2));
        Assert.That(server.Where("GET", "/limits").Count(), Is.EqualTo(2 * Together));
    }

    [Test]
    public async Task One_whose_401_comes_after_the_renewal_of_another_takes_the_new_token_without_a_login()
    {
        var logins = 0;
        var renewed = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        RawServer server = null!;
        server = new RawServer(async request =>
        {
            if (request.Target.EndsWith("/token", StringComparison.Ordinal))
            {
                return Clients.TokenAnswer(server, "token-" + ++logins);
            }

            if (request.Headers["Authorization"] != "Bearer token-1")
            {
                return RawAnswer.Json(request.Target.EndsWith("/limits", StringComparison.Ordinal) ? "{}" : "[]");
            }

            if (!request.Target.EndsWith("/limits", StringComparison.Ordinal))
            {
                arrived.SetResult();
                await renewed.Task;
            }

            return RawAnswer.Error(401, "INVALID_SESSION_ID", "Session expired or invalid");
        });
        await using var _ = server;
        using var client = Clients.Renewing(server);
        await client.LoginAsync(CancellationToken.None);

        var late = client.VersionsAsync(CancellationToken.None);
        await arrived.Task;
        await client.LimitsAsync(CancellationToken.None);
        renewed.SetResult();
        await late;

        Assert.That(logins, Is.EqualTo(2));
        Assert.That(server.Where("GET", "/services/data").Count(), Is.EqualTo(4));
    }

    [Test]
    public async Task A_token_refused_right_after_renewal_ends_it()
    {
        RawServer server = null!;
        server = new RawServer(request => request.Target.EndsWith("/token", StringComparison.Ordinal)
            ? Clients.TokenAnswer(server, "same")
            : RawAnswer.Error(401, "INVALID_SESSION_ID", "Session expired or invalid"));
        await using var _ = server;
        using var client = Clients.Renewing(server);

        var error = (await Assert.ThrowsAsync<ForceAuthenticationException>(() => client.LimitsAsync(CancellationToken.None)))!;

        Assert.That(error.ErrorCode, Is.EqualTo("INVALID_SESSION_ID"));
        Assert.That(server.Where("GET", "/limits").Count(), Is.EqualTo(2));
        Assert.That(server.Where("POST", "/token").Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_session_that_ends_again_while_a_request_is_tried_again_is_renewed_again()
    {
        var logins = 0;
        var gets = 0;
        RawServer server = null!;
        server = new RawServer(request => request.Target.EndsWith("/token", StringComparison.Ordinal)
            ? Clients.TokenAnswer(server, "token-" + ++logins)
            : ++gets switch
            {
                1 or 3 => RawAnswer.Error(401, "INVALID_SESSION_ID", "Session expired or invalid"),
                2 => RawAnswer.Html(503),
                _ => RawAnswer.Json("{}"),
            });
        await using var _ = server;
        using var client = Clients.Renewing(server);

        await client.LimitsAsync(CancellationToken.None);

        Assert.That((logins, gets), Is.EqualTo((3, 4)));
    }

    [Test]
    public async Task A_bare_token_that_expired_says_so()
    {
        await using var server = new RawServer(_ => RawAnswer.Error(401, "INVALID_SESSION_ID", "Session expired or invalid"));
        using var client = Clients.With(server);

        var error = (await Assert.ThrowsAsync<ForceAuthenticationException>(() => client.LimitsAsync(CancellationToken.None)))!;

        Assert.That(error.Message, Does.Contain("expired"));
        Assert.That(error.ToString(), Does.Not.Contain("00D000000000001!token"));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task One_who_gives_up_waiting_does_not_end_the_login_of_the_others()
    {
        var asked = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        RawServer server = null!;
        server = new RawServer(async request =>
        {
            if (!request.Target.EndsWith("/token", StringComparison.Ordinal))
            {
                return RawAnswer.Json("{}");
            }

            asked.SetResult();
            await go.Task;
            return Clients.TokenAnswer(server, "a");
        });
        await using var _ = server;
        using var client = Clients.Renewing(server);
        using var cancel = new CancellationTokenSource();

        var impatient = client.LimitsAsync(cancel.Token);
        var patient = client.LimitsAsync(CancellationToken.None);
        await asked.Task;
        await cancel.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => impatient);
        go.SetResult();

        Assert.That(await patient, Is.Empty);
    }

    [Test]
    public async Task A_login_that_meets_a_503_is_tried_again()
    {
        var calls = 0;
        RawServer server = null!;
        server = new RawServer(_ => calls++ == 0 ? RawAnswer.Html(503) : Clients.TokenAnswer(server, "a"));
        await using var _ = server;
        using var client = Clients.Renewing(server);

        await client.LoginAsync(CancellationToken.None);

        Assert.That(calls, Is.EqualTo(2));
    }
}
