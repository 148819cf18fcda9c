using System.Text.Json;
using Salesforce.Force.Diagnostics;
using Salesforce.Force.Errors;
using Salesforce.Force.Http;
using Salesforce.Force.Resilience;

namespace Salesforce.Force.Authentication;

/// <summary><c>POST …/services/oauth2/token</c>.</summary>
internal sealed class TokenEndpoint(Wire wire, RequestPipelines pipelines, RequestStatistics statistics)
{
    private const string Operation = "oauth.token";

    /// <param name="form">Made afresh for each attempt: an assertion ages.</param>
    public async Task<Session> RequestAsync(Uri loginUrl, Func<Dictionary<string, string>> form, string? username, CancellationToken cancellationToken)
    {
        var server = SecureUrl.Require(loginUrl, "The login URL");
        try
        {
            return await pipelines.ExecuteAsync(server, RequestKind.Login, changes: false, attempt => AttemptAsync(server, form(), username, attempt), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ForceException e) when (e is { IsTransient: false, HttpStatus: not null } and not ForceAuthenticationException and not ForceQuotaException)
        {
            throw LoginAdvice.Explain(e, statistics.ClockSkew);
        }
    }

    private async Task<Session> AttemptAsync(Uri server, Dictionary<string, string> form, string? username, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, "services/oauth2/token")) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await wire.SendAsync(request, Operation, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw await AnswerErrors.ReadAsync(response, Operation, statistics, cancellationToken).ConfigureAwait(false);
        }

        using var body = await AnswerBody.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        return Parse(body.Memory, username, (int)response.StatusCode);
    }

    private static Session Parse(ReadOnlyMemory<byte> body, string? username, int status)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.Text("access_token") is { } token && Session.IsToken(token) && Uri.TryCreate(root.Text("instance_url"), UriKind.Absolute, out var instance))
            {
                // https://login.salesforce.com/id/{organization}/{user}
                var id = root.Text("id")?.TrimEnd('/').Split('/');
                return new Session(
                    SecureUrl.Require(instance, "instance_url in the org's answer"), token,
                    id is { Length: >= 2 } ? id[^2] : null, id is { Length: >= 2 } ? id[^1] : null, username) { NewRefreshToken = root.Text("refresh_token") };
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Falls through to the same complaint; the text could quote a token, so it is not kept.
        }

        throw new ForceException("The login answer is not JSON with access_token and instance_url.", ForceErrorCodes.NotJson, status) { IsTransient = true };
    }
}
