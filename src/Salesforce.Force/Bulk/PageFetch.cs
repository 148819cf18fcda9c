using System.Globalization;
using System.Net;
using System.Runtime.ExceptionServices;
using Salesforce.Force.Errors;
using Salesforce.Force.Http;

namespace Salesforce.Force.Bulk;

/// <summary>Fetches one CSV body and has it consumed, as often as it takes until it came whole.</summary>
internal static class PageFetch
{
    /// <param name="what">Names the body in error texts.</param>
    /// <param name="consume">Gets the headers and the checked stream; may run again.</param>
    /// <param name="counted">Gets the number of records once the body came whole.</param>
    /// <param name="mayBeEmpty">True if HTTP 204 is an answer (no rows), not a sign that the results are not ready.</param>
    public static async Task<T> RunAsync<T>(
        JobEndpoint jobs, ForceRequest request, string what, Func<ResultHeaders, Stream, CancellationToken, Task<T>> consume, Action<long> counted, bool mayBeEmpty,
        CancellationToken cancellationToken)
    {
        var time = jobs.Options.TimeProvider;
        try
        {
            return await jobs.Http.SendAsync(request, AttemptAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (ConsumerFailure e)
        {
            e.Cause.Throw();
            throw;
        }

        async Task<T> AttemptAsync(HttpResponseMessage response, CancellationToken attempt)
        {
            if (response.StatusCode == HttpStatusCode.NoContent && !mayBeEmpty)
            {
                throw new ForceException($"{what}: the org has not prepared it yet (HTTP 204).", ForceErrorCodes.NotReady, 204) { IsTransient = true };
            }

            var headers = ResultHeaders.Of(response, what);
            var body = await AnswerBody.OpenAsync(response, attempt).ConfigureAwait(false);
            await using var ownedBody = body.ConfigureAwait(false);

            // A synchronous reader can't be cancelled otherwise.
            await using var cut = attempt.Register(static r => ((HttpResponseMessage)r!).Dispose(), response).ConfigureAwait(false);
            var content = new CheckedCsvStream(body, AnswerBody.IsFramed(response), what, headers.NumberOfRecords, jobs.Options.Resilience.RequestTimeout, time, attempt);
            try
            {
                var result = await ConsumeAsync(headers, content, attempt).ConfigureAwait(false);
                await content.DrainAsync(attempt).ConfigureAwait(false);
                counted(content.Records);
                return result;
            }
            finally
            {
                content.Release();
            }
        }

        async Task<T> ConsumeAsync(ResultHeaders headers, CheckedCsvStream content, CancellationToken attempt)
        {
            try
            {
                return await consume(headers, content, attempt).ConfigureAwait(false);
            }
            catch (Exception e) when (content.Failure is not null && !ReferenceEquals(e, content.Failure) && !attempt.IsCancellationRequested)
            {
                // A CSV reader may have wrapped it.
                throw content.Failure!;
            }
            catch (ForceException e) when (content.Failure is null)
            {
                // The consumer's own trouble with the org was tried again where it arose; it says nothing about this page.
                throw new ConsumerFailure(ExceptionDispatchInfo.Capture(e));
            }
        }
    }

    private sealed class ConsumerFailure(ExceptionDispatchInfo cause) : Exception
    {
        public ExceptionDispatchInfo Cause { get; } = cause;
    }
}

/// <summary>What the headers of a result say.</summary>
internal sealed record ResultHeaders(string? NextLocator, long? NumberOfRecords)
{
    public static ResultHeaders Of(HttpResponseMessage response, string what)
    {
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            return new ResultHeaders(null, 0);
        }

        if (response.Content.Headers.ContentType?.MediaType is { } type && (type.Contains("html", StringComparison.OrdinalIgnoreCase) || type.Contains("json", StringComparison.OrdinalIgnoreCase)))
        {
            throw new ForceException($"{what}: {type} came instead of CSV.", ForceErrorCodes.NotJson, (int)response.StatusCode) { IsTransient = true };
        }

        return new ResultHeaders(
            Links.Locator(Header(response, "Sforce-Locator")),
            long.TryParse(Header(response, "Sforce-NumberOfRecords"), NumberStyles.None, CultureInfo.InvariantCulture, out var records) ? records : null);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? values.FirstOrDefault()?.Trim() : null;
}
