using System.Net.Http.Headers;
using Salesforce.Force.Diagnostics;
using Salesforce.Force.Errors;
using Salesforce.Force.Resilience;

namespace Salesforce.Force.Http;

/// <summary>Turns an answer that is not a success into a <see cref="ForceException"/> typed by the org's <c>errorCode</c>.</summary>
internal static class AnswerErrors
{
    /// <summary>An error body is small; more than this is a page of somebody else's.</summary>
    private const int MaxErrorBytes = 64 * 1024;

    private const int MaxMessageChars = 1000;

    public static async Task<ForceException> ReadAsync(HttpResponseMessage response, string operation, RequestStatistics statistics, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var mutates = response.RequestMessage?.Method != HttpMethod.Get;
        var retryAfter = RetryAfter(response.Headers.RetryAfter, statistics.OrgNow);
        var body = await AnswerBody.ReadUpToAsync(response, MaxErrorBytes, cancellationToken).ConfigureAwait(false);
        var parsed = ErrorBody.TryParse(body);
        var transient = Transient.IsTransientStatus(status) || (parsed is not null && Transient.IsTransientCode(parsed.Code));
        if (parsed is null)
        {
            // Not the org's own words: a proxy, the edge, a maintenance page. It says nothing about the request, unless the status alone does.
            transient |= body.Length > 0 && status >= 400 && !Transient.IsPermanentStatus(status);
            var code = status == 404 ? ForceErrorCodes.NotFound : body.Length > 0 && status >= 400 && transient ? ForceErrorCodes.NotJson : $"HTTP_{status}";
            return new ForceException($"{operation}: HTTP {status}{Advice(status)}", code, status)
            {
                IsTransient = transient,
                IsAmbiguous = mutates && Transient.IsAmbiguousStatus(status),
                RetryAfter = retryAfter,
            };
        }

        var message = $"{operation}: {parsed.Code}: {Shorten(parsed.Message)}";
        if (Quotas.IsUsedUp(status, parsed, statistics.ApiUsage))
        {
            return new ForceQuotaException(message + " A daily allocation of the org is used up; go on when it is free again (Setup, Company Information).", parsed.Code, status);
        }

        return new ForceException(message, parsed.Code, status)
        {
            IsTransient = transient || Quotas.IsConcurrencyLimit(parsed, statistics.ApiUsage),
            IsAmbiguous = mutates && Transient.IsAmbiguousStatus(status),
            RetryAfter = retryAfter,
        };
    }

    internal static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, DateTimeOffset now) =>
        header?.Delta ?? (header?.Date is { } date ? (date > now ? date - now : TimeSpan.Zero) : null);

    private static string Shorten(string text) => text.Length <= MaxMessageChars ? text : text[..MaxMessageChars] + "…";

    private static string Advice(int status) => status switch
    {
        >= 300 and < 400 => ", a redirect. Use the org's own instance or My Domain URL.",
        404 => ", there is nothing at this address.",
        405 => ", not allowed here.",
        409 => ", a conflict: results must be read with the API version that created the job.",
        410 => ", this API version is retired. Use a newer one.",
        413 => ", too large.",
        414 or 431 => ", the request is too long (Salesforce takes 16,384 bytes of URL and headers). Select fewer fields or use Bulk API.",
        420 => ", Salesforce has no route for this host name at the moment.",
        503 => ", the org is in maintenance or overloaded.",
        _ => " without an error the org wrote.",
    };
}
