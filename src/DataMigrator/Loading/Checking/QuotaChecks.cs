using System.Globalization;
using Salesforce.Force.Rest;

namespace DataMigrator.Loading.Checking;

/// <summary>Quotas and storage against what the run would need.</summary>
internal sealed class QuotaChecks(CheckRequest request)
{
    /// <summary>What Salesforce counts for a record of most objects (Data and File Storage Allocations).</summary>
    private const double KilobytesPerRecord = 2;

    /// <summary>Rows of one Bulk batch (Bulk API 2.0 guide).</summary>
    private const int RowsPerBatch = 10_000;

    /// <summary>Create, upload, close, three result files, and a look at the job every few seconds for some minutes.</summary>
    private const int RequestsPerJob = 40;

    /// <summary>Candidates as the data model says that call logs show themselves; TaskSubtype alone misses most adapters' logs.</summary>
    private const string Calls = "TaskSubtype = 'Call' OR CallType != null OR CallDurationInSeconds != null OR CallObject != null OR CallDisposition != null";

    public async Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken)
    {
        var lines = new List<CheckLine>();
        var calls = request.ExpectedCalls
            ?? await request.Source.CountAsync($"SELECT COUNT() FROM Task WHERE IsDeleted = false AND ({Calls})", all: true, cancellationToken).ConfigureAwait(false);
        lines.Add(new CheckLine(Verdict.Ok, "Calls", Text($"{calls:N0} Tasks look like calls.")));
        var limits = await request.Target.LimitsAsync(cancellationToken).ConfigureAwait(false);
        var jobs = (calls / Math.Max(1, request.Settings.RowsPerJob)) + 1;
        if (limits.TryGetValue("DataStorageMB", out var storage))
        {
            lines.Add(Compare("Data storage", calls * KilobytesPerRecord / 1024, storage, "MB", Verdict.Error, "Free or buy storage, or migrate fewer years; a full org refuses every insert, also of other users."));
        }

        if (limits.TryGetValue("DailyBulkApiBatches", out var batches))
        {
            lines.Add(Compare("Bulk batches", Math.Ceiling((double)calls / RowsPerBatch) + jobs, batches, "per 24 hours", Verdict.Warning, "The run stops resumably and goes on the next day."));
        }

        if (limits.TryGetValue("DailyApiRequests", out var requests))
        {
            var usable = requests with { Remaining = Math.Max(0, requests.Remaining - (requests.Max * (100 - request.Settings.MaxApiRequestsPercent) / 100)) };
            lines.Add(Compare(
                "API requests", jobs * RequestsPerJob, usable, Text($"per 24 hours above the floor of Limits:MaxApiRequestsPercent = {request.Settings.MaxApiRequestsPercent}"), Verdict.Warning,
                "The run stops resumably before it crosses the floor."));
        }

        lines.Add(calls <= request.Settings.MaxBulkRowsPer24h
            ? new CheckLine(Verdict.Ok, "Bulk rows", Text($"{calls:N0} of {request.Settings.MaxBulkRowsPer24h:N0} that Limits:MaxBulkRowsPer24h allows."))
            : new CheckLine(Verdict.Warning, "Bulk rows", Text($"{calls:N0} are more than Limits:MaxBulkRowsPer24h ({request.Settings.MaxBulkRowsPer24h:N0}) allows in a day."), "The run stops resumably and goes on the next day."));
        return lines;
    }

    private static CheckLine Compare(string subject, double needed, OrgLimit limit, string unit, Verdict ifShort, string whatToDo)
    {
        var text = Text($"About {Math.Ceiling(needed):N0} needed, {limit.Remaining:N0} of {limit.Max:N0} left ({unit}).");
        return needed <= limit.Remaining ? new CheckLine(Verdict.Ok, subject, text) : new CheckLine(ifShort, subject, text, whatToDo);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
