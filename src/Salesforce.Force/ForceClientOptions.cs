using Salesforce.Force.Authentication;
using Salesforce.Force.Resilience;

namespace Salesforce.Force;

/// <summary>How to reach one org.</summary>
public sealed record ForceClientOptions
{
    /// <summary>Where the token comes from.</summary>
    public required Authenticator Authenticator { get; init; }

    /// <summary>API version without the <c>v</c>, such as <c>66.0</c>. VoiceCall takes create and upsert from 63.0 on (Object Reference 254.0).</summary>
    public string ApiVersion { get; init; } = "66.0";

    /// <summary>Retries, time-outs, concurrency, circuit breaker.</summary>
    public ResilienceOptions Resilience { get; init; } = new();

    /// <summary>
    /// Share of the org's daily API requests, used by anybody, from which on nothing more is sent, percent; null = until the org refuses. What is used stands in each
    /// answer (<c>Sforce-Limit-Info</c>), so requests that are under way together may go past it by their number less one.
    /// </summary>
    public int? MaxApiRequestsPercent { get; init; }

    /// <summary>Test seam; null for a pooled <see cref="SocketsHttpHandler"/>. Disposed with the client only if null.</summary>
    public HttpMessageHandler? HttpMessageHandler { get; init; }

    /// <summary>Clock for back-off, polling and token times.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Sent as <c>User-Agent</c> and <c>Sforce-Call-Options: client=…</c>.</summary>
    public string ClientName { get; init; } = "Salesforce.Force";
}
