using System.Diagnostics;
using System.Net;
using Salesforce.Force.Diagnostics;
using Salesforce.Force.Errors;

namespace Salesforce.Force.Http;

/// <summary>Sends one request once. Knows no token, no retry; turns network failures into <see cref="ForceException"/> and keeps the statistics.</summary>
internal sealed class Wire : IDisposable
{
    private const string Cancelled = "CANCELLED";

    private readonly HttpMessageInvoker invoker;
    private readonly RequestStatistics statistics;
    private readonly TimeProvider time;
    private readonly string clientName;

    public Wire(ForceClientOptions options, RequestStatistics statistics)
    {
        this.statistics = statistics;
        time = options.TimeProvider;
        clientName = options.ClientName;
        invoker = options.HttpMessageHandler is { } given
            ? new HttpMessageInvoker(given, disposeHandler: false)
            : new HttpMessageInvoker(Pooled(), disposeHandler: true);
    }

    /// <summary>Sends and returns as soon as the headers are there; the body is still on the wire.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string operation, CancellationToken cancellationToken)
    {
        request.Headers.TryAddWithoutValidation("User-Agent", clientName);
        request.Headers.TryAddWithoutValidation("Sforce-Call-Options", "client=" + clientName);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        var host = request.RequestUri!.Host;
        using var activity = ForceTelemetry.Activities.StartActivity(operation, ActivityKind.Client);
        activity?.SetTag("http.request.method", request.Method.Method).SetTag("server.address", host).SetTag("url.path", request.RequestUri.AbsolutePath);
        var started = time.GetTimestamp();
        statistics.Sent();
        try
        {
            var response = await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var status = (int)response.StatusCode;
            activity?.SetTag("http.response.status_code", status);
            Record(operation, status.ToString(System.Globalization.CultureInfo.InvariantCulture), started);
            statistics.Observe(response.Headers, host);
            return response;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && NetworkFailures.Is(e))
        {
            activity?.SetStatus(ActivityStatusCode.Error, ForceErrorCodes.Network);
            Record(operation, ForceErrorCodes.Network, started);
            throw NetworkFailures.Of(e, request.RequestUri.Authority, mayHaveHappened: request.Method != HttpMethod.Get);
        }
        catch (Exception e) when (e is OperationCanceledException || NetworkFailures.Is(e))
        {
            // By the caller, or by the time-out of the attempt.
            activity?.SetStatus(ActivityStatusCode.Error, Cancelled);
            Record(operation, Cancelled, started);
            if (e is OperationCanceledException)
            {
                throw;
            }

            throw new OperationCanceledException("The request was cancelled.", e, cancellationToken);
        }
    }

    public void Dispose() => invoker.Dispose();

    private void Record(string operation, string outcome, long started)
    {
        var tags = new TagList { { "operation", operation }, { "outcome", outcome } };
        ForceTelemetry.Requests.Add(1, tags);
        ForceTelemetry.Duration.Record(time.GetElapsedTime(started).TotalSeconds, tags);
    }

    private static SocketsHttpHandler Pooled() => new()
    {
        // A redirect would carry the token to where we did not choose to send it; gzip is undone by us, so that the wire bytes can be counted.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        Proxy = new DirectToLoopback(HttpClient.DefaultProxy),
        ConnectTimeout = TimeSpan.FromSeconds(30),

        // Salesforce moves orgs between instances: follow DNS within minutes.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
