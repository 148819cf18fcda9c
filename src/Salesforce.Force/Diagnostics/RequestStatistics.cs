using System.Globalization;
using System.Net.Http.Headers;
using Salesforce.Force.Errors;
using Salesforce.Force.Resilience;
using Salesforce.Force.Rest;

namespace Salesforce.Force.Diagnostics;

/// <summary>What every answer tells us besides its body: usage, clock, counts.</summary>
internal sealed class RequestStatistics(TimeProvider time)
{
    private long requestsSent;
    private long retries;
    private long skewTicks;
    private ApiUsageBox? usage;

    public long RequestsSent => Interlocked.Read(ref requestsSent);

    public long Retries => Interlocked.Read(ref retries);

    public TimeSpan ClockSkew => new(Interlocked.Read(ref skewTicks));

    /// <summary>Now, by the org's clock (whole seconds are all that a <c>Date</c> header gives).</summary>
    public DateTimeOffset OrgNow => time.GetUtcNow() + ClockSkew;

    public ApiUsage? ApiUsage => Volatile.Read(ref usage)?.Value;

    public void Sent() => Interlocked.Increment(ref requestsSent);

    public void Retried(RequestKind kind, Exception? reason)
    {
        Interlocked.Increment(ref retries);
        var code = reason is ForceException e ? e.ErrorCode : reason?.GetType().Name;
        ForceTelemetry.Retries.Add(1, new("kind", kind.ToString()), new("error.type", code));
    }

    public void Replayed(string reason)
    {
        Interlocked.Increment(ref retries);
        ForceTelemetry.Retries.Add(1, new("kind", "Replay"), new KeyValuePair<string, object?>("error.type", reason));
    }

    public void Observe(HttpResponseHeaders headers, string host)
    {
        if (headers.Date is { } date)
        {
            Interlocked.Exchange(ref skewTicks, (date - time.GetUtcNow()).Ticks);
        }

        if (headers.TryGetValues("Sforce-Limit-Info", out var values) && TryParseUsage(string.Join(';', values), out var parsed))
        {
            Volatile.Write(ref usage, new ApiUsageBox(parsed));
            ForceTelemetry.ApiCallsLeft.Record(parsed.Max - parsed.Used, new KeyValuePair<string, object?>("server.address", host));
        }
    }

    /// <summary>Reads <c>api-usage=18/5000</c> out of <c>api-usage=18/5000; per-app-api-usage=17/250(appName=x)</c>.</summary>
    internal static bool TryParseUsage(string header, out ApiUsage usage)
    {
        foreach (var part in header.Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!part.StartsWith("api-usage=", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var numbers = part["api-usage=".Length..].Split('/');
            if (numbers.Length == 2
                && long.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var used)
                && long.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var max))
            {
                usage = new ApiUsage(used, max);
                return true;
            }
        }

        usage = default;
        return false;
    }

    private sealed record ApiUsageBox(ApiUsage Value);
}
