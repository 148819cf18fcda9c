using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Salesforce.Force.Diagnostics;

/// <summary>Names under which traces and metrics are published. Subscribe with any exporter; none is needed.</summary>
public static class ForceTelemetry
{
    /// <summary>Name of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>.</summary>
    public const string Name = "Salesforce.Force";

    internal static readonly ActivitySource Activities = new(Name);
    internal static readonly Meter Meter = new(Name);

    internal static readonly Counter<long> Requests = Meter.CreateCounter<long>("salesforce.requests", "{request}", "Requests sent, by operation and status.");
    internal static readonly Counter<long> Retries = Meter.CreateCounter<long>("salesforce.retries", "{request}", "Requests sent again, by reason.");
    internal static readonly Counter<long> BytesReceived = Meter.CreateCounter<long>("salesforce.bytes.received", "By", "Body bytes received, as on the wire.");
    internal static readonly Counter<long> BytesSent = Meter.CreateCounter<long>("salesforce.bytes.sent", "By", "Body bytes of uploads sent.");
    internal static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("salesforce.request.duration", "s", "From sending to the headers of the answer.");
    internal static readonly Gauge<long> ApiCallsLeft = Meter.CreateGauge<long>("salesforce.api_calls.left", "{request}", "Daily API requests left, from Sforce-Limit-Info.");
}
