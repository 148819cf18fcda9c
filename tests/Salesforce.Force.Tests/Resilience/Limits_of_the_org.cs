using Salesforce.Force.Errors;
using Salesforce.Force.Tests.Servers;

namespace Salesforce.Force.Tests.Resilience;

[TestFixture]
internal sealed class Limits_of_the_org
{
    [Test]
    public async Task The_daily_limit_stops_at_once()
    {
        await using var server = new RawServer(_ => RawAnswer.Error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."));
        using var client = Clients.With(server);

        var error = (await Assert.ThrowsAsync<ForceQuotaException>(() => client.LimitsAsync(CancellationToken.None)))!;

        Assert.That(error.ErrorCode, Is.EqualTo("REQUEST_LIMIT_EXCEEDED"));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_share_of_the_daily_requests_is_kept_to_and_not_crossed()
    {
        var used = 3_996;
        await using var server = new RawServer(_ => RawAnswer.Json("{}").With($"Sforce-Limit-Info: api-usage={++used}/5000"));
        using var client = Clients.With(server, maxApiRequestsPercent: 80);

        for (var i = 0; i < 4; i++)
        {
            await client.LimitsAsync(CancellationToken.None);
        }

        var error = (await Assert.ThrowsAsync<ForceQuotaException>(() => client.LimitsAsync(CancellationToken.None)))!;
        Assert.That(error.Message, Does.StartWith("The org has used 4,000 of its 5,000 API requests").And.Contains("MaxApiRequestsPercent is 80"));
        Assert.That(server.Requests, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task The_limit_on_concurrent_requests_is_waited_out()
    {
        var calls = 0;
        await using var server = new RawServer(_ => calls++ < 2
            ? RawAnswer.Error(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.")
            : RawAnswer.Json("{}"));
        using var client = Clients.With(server);

        await client.LimitsAsync(CancellationToken.None);

        Assert.That(calls, Is.EqualTo(3));
    }

    [Test]
    public async Task Where_the_text_does_not_say_which_limit_it_is_the_usage_header_does([Values(10, 5000)] int used)
    {
        await using var server = new RawServer(_ => RawAnswer.Error(403, "REQUEST_LIMIT_EXCEEDED", "Limit exceeded.").With($"Sforce-Limit-Info: api-usage={used}/5000"));
        using var client = Clients.With(server);

        var error = await Assert.CatchAsync<ForceException>(() => client.LimitsAsync(CancellationToken.None));

        Assert.That((error is ForceQuotaException, server.Requests.Count), Is.EqualTo(used == 5000 ? (true, 1) : (false, 6)));
    }

    [Test]
    public async Task The_quota_of_query_jobs_is_a_quota()
    {
        await using var server = new RawServer(_ => RawAnswer.Error(400, "LIMIT_EXCEEDED", "Max bulk v2 query jobs (10000) per 24 hrs has been reached"));
        using var client = Clients.With(server);

        await Assert.ThrowsAsync<ForceQuotaException>(() => client.BulkQuery.CreateAsync("SELECT Id FROM Task", true, CancellationToken.None));
    }

    [Test]
    public async Task Api_usage_and_the_clock_of_the_org_are_read_from_every_answer()
    {
        var time = new HastyTime();
        await using var server = new RawServer(_ => new RawAnswer(404)
            .With("sforce-limit-info: api-usage=18/5000; per-app-api-usage=17/250(appName=x)").With("Date: Fri, 20 Nov 2026 04:20:00 GMT"));
        using var client = Clients.With(server, new(), time);

        Assert.That(client.ApiUsage, Is.Null);
        await Assert.ThrowsAsync<ForceException>(() => client.LimitsAsync(CancellationToken.None));

        Assert.That(client.ApiUsage, Is.EqualTo(new Salesforce.Force.Rest.ApiUsage(18, 5000)));
        Assert.That(client.ClockSkew, Is.EqualTo(TimeSpan.FromMinutes(5)));
    }

    [Test]
    public async Task A_host_that_fails_again_and_again_is_left_alone()
    {
        await using var server = new RawServer(_ => new RawAnswer(503));
        using var client = Clients.With(server, Clients.Hasty with { MaxAttempts = 1, CircuitMinimumThroughput = 5, CircuitBreakDuration = TimeSpan.FromMinutes(5) });
        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<ForceException>(() => client.LimitsAsync(CancellationToken.None));
        }

        var error = (await Assert.ThrowsAsync<ForceException>(() => client.LimitsAsync(CancellationToken.None)))!;

        Assert.That(error.ErrorCode, Is.EqualTo("CIRCUIT_OPEN"));
        Assert.That(server.Requests, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task No_more_requests_are_under_way_than_allowed()
    {
        var active = 0;
        var most = 0;
        var arrived = 0;
        var two = new TaskCompletionSource();
        await using var server = new RawServer(async _ =>
        {
            var now = Interlocked.Increment(ref active);
            InterlockedMax(ref most, now);
            if (Interlocked.Increment(ref arrived) == 2)
            {
                two.SetResult();
            }

            await two.Task; // the bound must let two in together, or this never ends
            Interlocked.Decrement(ref active);
            return RawAnswer.Json("{}");
        });
        using var client = Clients.With(server, Clients.Hasty with { MaxConcurrentRequests = 2 });

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => client.LimitsAsync(CancellationToken.None)));

        Assert.That(most, Is.EqualTo(2));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
