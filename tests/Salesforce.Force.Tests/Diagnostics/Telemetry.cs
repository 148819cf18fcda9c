using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Salesforce.Force.Diagnostics;
using Salesforce.Force.Tests.Bulk;
using Salesforce.Force.Tests.Servers;

namespace Salesforce.Force.Tests.Diagnostics;

[TestFixture]
[NonParallelizable]
internal sealed class Telemetry
{
    [Test]
    public async Task Requests_retries_bytes_and_calls_left_are_published_without_secrets()
    {
        var sums = new ConcurrentDictionary<string, double>();
        var activities = new ConcurrentQueue<Activity>();
        using var meters = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Meter.Name == ForceTelemetry.Name) { l.EnableMeasurementEvents(instrument); } } };
        meters.SetMeasurementEventCallback<long>((i, value, _, _) => sums.AddOrUpdate(i.Name, value, (_, old) => old + value));
        meters.SetMeasurementEventCallback<double>((i, value, _, _) => sums.AddOrUpdate(i.Name, value, (_, old) => old + value));
        meters.Start();
        using var traces = new ActivityListener { ShouldListenTo = s => s.Name == ForceTelemetry.Name, Sample = (ref _) => ActivitySamplingResult.AllData, ActivityStopped = activities.Enqueue };
        ActivitySource.AddActivityListener(traces);
        var calls = 0;
        await using var server = new RawServer(r => calls++ == 0 ? new RawAnswer(503) : Result_pages.Answer(r).With("Sforce-Limit-Info: api-usage=100/5000"));
        using var client = Clients.With(server);

        await Result_pages.ReadAsync(client, new() { MaxRecords = 2 });

        var bytes = (double)Result_pages.Answer(Page(null)).Body.Length + Result_pages.Answer(Page("MjA")).Body.Length + Result_pages.Answer(Page("NDA")).Body.Length;
        Assert.That((sums["salesforce.requests"], sums["salesforce.retries"], sums["salesforce.bytes.received"]), Is.EqualTo((4.0, 1.0, bytes)));
        Assert.That(sums["salesforce.api_calls.left"], Is.EqualTo(3 * 4900.0));
        Assert.That(activities.Select(a => (a.OperationName, a.GetTagItem("http.response.status_code"))), Is.EqualTo([
            ("bulk.query.results", (object)503), ("bulk.query.results", 200), ("bulk.query.results", 200), ("bulk.query.results", 200)]));
        Assert.That(activities.SelectMany(a => a.TagObjects).Select(t => t.Value?.ToString()), Has.None.Contains("token"));
    }

    [Test]
    public async Task A_request_that_ran_into_its_time_out_was_sent_too()
    {
        var outcomes = new ConcurrentQueue<string?>();
        using var meters = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Meter.Name == ForceTelemetry.Name && instrument.Name == "salesforce.requests") { l.EnableMeasurementEvents(instrument); } } };
        meters.SetMeasurementEventCallback<long>((_, _, tags, _) => outcomes.Enqueue(new TagList(tags).Single(t => t.Key == "outcome").Value?.ToString()));
        meters.Start();
        var never = new TaskCompletionSource<RawAnswer>();
        var calls = 0;
        await using var server = new RawServer(_ => calls++ == 0 ? never.Task : Task.FromResult(RawAnswer.Json("{}")));
        using var client = Clients.With(server, Clients.Hasty with { RequestTimeout = TimeSpan.FromMilliseconds(300) });

        await client.LimitsAsync(CancellationToken.None);

        Assert.That(outcomes, Is.EqualTo(["CANCELLED", "200"]));
    }

    private static RawRequest Page(string? locator) => new("GET", locator is null ? "/results" : "/results?locator=" + locator, new Dictionary<string, string>(StringComparer.Ordinal), []);
}
