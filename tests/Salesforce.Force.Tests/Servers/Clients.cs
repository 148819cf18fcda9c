using Salesforce.Force.Authentication;
using Salesforce.Force.Resilience;

namespace Salesforce.Force.Tests.Servers;

/// <summary>Clients for tests: a token at hand, impatient on the real clock.</summary>
internal static class Clients
{
    /// <summary>Org and user that <see cref="TokenAnswer"/> logs in.</summary>
    public const string UserId = "005000000000001AAA";

    public static ResilienceOptions Hasty { get; } = new()
    {
        BaseDelay = TimeSpan.FromMilliseconds(1),
        MinPollInterval = TimeSpan.FromMilliseconds(1),
        MaxPollInterval = TimeSpan.FromMilliseconds(5),
        CircuitMinimumThroughput = 1000,
    };

    public static ForceClient With(RawServer server, ResilienceOptions? resilience = null, TimeProvider? time = null, Authenticator? authenticator = null, int? maxApiRequestsPercent = null) => new(new ForceClientOptions
    {
        Authenticator = authenticator ?? new AccessToken(server.Url, "00D000000000001!token"),
        Resilience = resilience ?? Hasty,
        TimeProvider = time ?? TimeProvider.System,
        MaxApiRequestsPercent = maxApiRequestsPercent,
    });

    /// <summary>A client that can renew its token at the server.</summary>
    public static ForceClient Renewing(RawServer server, ResilienceOptions? resilience = null, TimeProvider? time = null) =>
        With(server, resilience, time, new ClientCredentials(server.Url, "key", "secret"));

    public static RawAnswer TokenAnswer(RawServer server, string token) => RawAnswer.Json(
        $$"""{"access_token":"{{token}}","instance_url":"{{server.Url}}","id":"https://login.salesforce.com/id/00D000000000001AAA/{{UserId}}","token_type":"Bearer"}""");
}
