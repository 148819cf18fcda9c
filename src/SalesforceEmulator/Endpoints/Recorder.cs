using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SalesforceEmulator.Faults;

namespace SalesforceEmulator.Endpoints;

/// <summary>The outermost step: applies the faults that concern the connection, and keeps the log.</summary>
internal sealed class Recorder(Site site, RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var exchange = new Exchange();
        http.Features.Set(exchange);
        http.Response.Headers.Date = site.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        var faults = target.StartsWith("/_emulator", StringComparison.Ordinal) ? [] : site.Faults.ForRequest(http.Request.Method, Canonical(target));
        var connection = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var cut = faults.FirstOrDefault(f => f.Action is FaultAction.CutBody or FaultAction.Truncate);
        if (cut is not null)
        {
            // The bytes counted are those of the text, so that a plan means the same whoever asks.
            http.Request.Headers.Remove("Accept-Encoding");
        }

        var tap = new ResponseTap(http, connection, cut?.AtBytes, cut?.Action == FaultAction.CutBody);
        http.Features.Set<IHttpResponseBodyFeature>(tap);
        var answered = false;
        site.Visitors.Enter();
        try
        {
            answered = await ServeAsync(http, exchange, faults);
            if (cut?.Action == FaultAction.CutBody)
            {
                await tap.FlushAsync(http.RequestAborted);
                http.Abort();
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            exchange.Failure ??= "The client closed the connection.";
        }
        catch (BadHttpRequestException e)
        {
            // A body that ends too early, mostly; Kestrel answers by itself where an answer is still possible.
            exchange.Failure = e.Message;
            throw;
        }
        finally
        {
            http.Features.Set(connection);
            site.Visitors.Leave();
            site.Log.Add(new RecordedRequest(http.Request.Method, target, answered ? http.Response.StatusCode : 0, exchange.BytesIn, tap.Bytes, exchange.Known)
            {
                Fault = faults.Count == 0 ? null : string.Join(", ", faults.Select(f => f.Name ?? f.Action.ToString())),
                Failure = exchange.Failure,
            });
        }
    }

    private async Task<bool> ServeAsync(HttpContext http, Exchange exchange, IReadOnlyList<FaultRule> faults)
    {
        FaultRule? cutAfter = null;
        foreach (var fault in faults)
        {
            switch (fault.Action)
            {
                case FaultAction.Slow:
                    await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs!.Value), site.Clock, http.RequestAborted);
                    break;
                case FaultAction.CutBefore:
                    exchange.Known = true;
                    await AnnounceAsync(fault);
                    http.Abort();
                    return false;
                case FaultAction.CutAfter:
                    cutAfter = fault;
                    break;
                case FaultAction.Status or FaultAction.ExpireToken or FaultAction.Quota or FaultAction.ConcurrentLimit:
                    exchange.Fault = fault;
                    break;
            }
        }

        if (cutAfter is null)
        {
            await next(http);
            return true;
        }

        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        await next(http);
        await AnnounceAsync(cutAfter);
        http.Abort();
        return false;
    }

    private Task AnnounceAsync(FaultRule fault) => site.Cutting?.Invoke(fault) ?? Task.CompletedTask;

    private static string Canonical(string target)
    {
        while (target.Contains("//", StringComparison.Ordinal))
        {
            target = target.Replace("//", "/", StringComparison.Ordinal);
        }

        return target;
    }
}
