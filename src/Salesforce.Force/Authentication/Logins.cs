using Salesforce.Force.Diagnostics;
using Salesforce.Force.Errors;
using Salesforce.Force.Http;
using Salesforce.Force.Resilience;

namespace Salesforce.Force.Authentication;

/// <summary>One login, by the flow that the authenticator stands for.</summary>
internal sealed class Logins(Wire wire, RequestPipelines pipelines, RequestStatistics statistics, TimeProvider time)
{
    private readonly TokenEndpoint endpoint = new(wire, pipelines, statistics);
    private volatile string? rotated;

    public Task<Session> LoginAsync(Authenticator authenticator, CancellationToken cancellationToken) => authenticator switch
    {
        JwtBearer jwt => endpoint.RequestAsync(
            jwt.LoginUrl,
            () => new(StringComparer.Ordinal)
            {
                ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer",
                ["assertion"] = JwtAssertion.Create(jwt, statistics.OrgNow),
            },
            jwt.Username,
            cancellationToken),
        ClientCredentials client => endpoint.RequestAsync(
            client.LoginUrl,
            () => new(StringComparer.Ordinal)
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = client.ClientId,
                ["client_secret"] = client.ClientSecret,
            },
            null,
            cancellationToken),
        RefreshToken refresh => RefreshAsync(refresh, cancellationToken),
        AccessToken token => Task.FromResult(new Session(
            SecureUrl.Require(token.InstanceUrl, "The instance URL"),
            Session.IsToken(token.Token)
                ? token.Token
                : throw new ForceAuthenticationException("The access token is empty, or holds a blank, a line break or another character that no token has: copy it again.", ForceErrorCodes.InvalidSessionId),
            null, null, null)),
        SfCli cli => SfCliLogin.LoginAsync(cli, time, cancellationToken),
        _ => throw new NotSupportedException($"{authenticator.GetType().Name} is not a flow of this client."),
    };

    private async Task<Session> RefreshAsync(RefreshToken refresh, CancellationToken cancellationToken)
    {
        var session = await endpoint.RequestAsync(refresh.LoginUrl, () => Form(refresh), null, cancellationToken).ConfigureAwait(false);

        // An app with rotation gives a new refresh token each time, and the one used is dead then.
        rotated = session.NewRefreshToken ?? rotated;
        return session;
    }

    private Dictionary<string, string> Form(RefreshToken refresh)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = rotated ?? refresh.Token,
            ["client_id"] = refresh.ClientId,
        };
        if (!string.IsNullOrEmpty(refresh.ClientSecret))
        {
            form["client_secret"] = refresh.ClientSecret;
        }

        return form;
    }
}
