using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Salesforce.Force.Authentication;
using Salesforce.Force.Diagnostics;
using Salesforce.Force.Errors;
using Salesforce.Force.Resilience;

namespace Salesforce.Force.Http;

/// <summary>Requests to the org: logged in, through the pipeline of their kind, with one renewal of the token and one replay on 401 in each attempt: between two of them a session may end again.</summary>
internal sealed class ForceHttp(Wire wire, RequestPipelines pipelines, TokenSource tokens, RequestStatistics statistics, int? maxApiRequestsPercent)
{
    /// <summary>Sends, and hands the answer to <paramref name="read"/> inside the attempt: what fails in reading is tried again like what fails in sending.</summary>
    public async Task<T> SendAsync<T>(ForceRequest request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var host = (await tokens.GetAsync(cancellationToken).ConfigureAwait(false)).InstanceUrl;
        return await pipelines.ExecuteAsync(host, request.Kind, request.Changes, AttemptAsync, cancellationToken).ConfigureAwait(false);

        async Task<T> AttemptAsync(CancellationToken attemptToken)
        {
            for (var renewed = false; ; renewed = true)
            {
                var session = await tokens.GetAsync(attemptToken).ConfigureAwait(false);
                KeepToFloor();
                using var message = Message(request, session);
                using var response = await wire.SendAsync(message, request.Operation, attemptToken).ConfigureAwait(false);
                var status = (int)response.StatusCode;
                if (response.IsSuccessStatusCode || request.Accepts(status))
                {
                    return await read(response, attemptToken).ConfigureAwait(false);
                }

                var failure = await AnswerErrors.ReadAsync(response, request.Operation, statistics, attemptToken).ConfigureAwait(false);
                if (response.StatusCode != HttpStatusCode.Unauthorized && failure.ErrorCode != ForceErrorCodes.InvalidSessionId)
                {
                    throw failure;
                }

                if (renewed)
                {
                    throw new ForceAuthenticationException(
                        "The org refused a token that it had given a moment ago. Check the session settings and IP restrictions of the user (Setup, Session Settings; Setup, Profiles).",
                        failure.ErrorCode, status, failure);
                }

                await tokens.RenewAsync(session, failure, attemptToken).ConfigureAwait(false);
                statistics.Replayed(failure.ErrorCode);
            }
        }
    }

    /// <summary>Sends and parses a JSON answer. An answer that is no JSON counts as a failed attempt.</summary>
    public Task<T> JsonAsync<T>(ForceRequest request, Func<ReadOnlyMemory<byte>, T> parse, CancellationToken cancellationToken) => SendAsync(
        request,
        async (response, attemptToken) =>
        {
            using var body = await AnswerBody.ReadAsync(response, attemptToken).ConfigureAwait(false);
            try
            {
                return HalfCharacters.Parse(body.Memory, parse);
            }
            catch (JsonException e)
            {
                throw new ForceException(
                    $"{request.Operation}: HTTP {(int)response.StatusCode} with {body.Memory.Length} bytes that are not the expected JSON.",
                    ForceErrorCodes.NotJson, (int)response.StatusCode, e)
                { IsTransient = true, IsAmbiguous = request.Changes };
            }
        },
        cancellationToken);

    private void KeepToFloor()
    {
        if (maxApiRequestsPercent is { } percent && statistics.ApiUsage is { Max: > 0 } usage && usage.Used * 100 >= usage.Max * percent)
        {
            throw new ForceQuotaException(string.Create(
                CultureInfo.InvariantCulture,
                $"The org has used {usage.Used:N0} of its {usage.Max:N0} API requests of the last 24 hours, and MaxApiRequestsPercent is {percent}: no more are sent."), ForceErrorCodes.RequestLimitExceeded);
        }
    }

    private static HttpRequestMessage Message(ForceRequest request, Session session)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(session.InstanceUrl, request.Path)) { Content = request.Content?.Invoke() };
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session.Token);
        message.Headers.Accept.ParseAdd(request.Accept);
        message.Headers.IfModifiedSince = request.IfModifiedSince;
        return message;
    }
}
