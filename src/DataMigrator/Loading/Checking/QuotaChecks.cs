using System.Globalization;
using DataMigrator.Mapping;
using DataMigrator.Mapping.Assessing;
using Salesforce.Force.Errors;
using Salesforce.Force.Rest;

namespace DataMigrator.Loading.Checking;

/// <summary>Quotas, storage and time against what the run would need, by the same forecast as <c>assess</c>.</summary>
internal sealed class QuotaChecks(CheckRequest request)
{
    private readonly List<CheckLine> lines = [];

    public async Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken)
    {
        var calls = request.ExpectedCalls ?? await CountAsync(cancellationToken).ConfigureAwait(false);
        var settings = request.Settings;
        var windows = (int)(calls / Math.Max(1, settings.MaxRowsPerWindow)) + 1;
        var forecast = CostForecaster.Forecast(calls, calls, windows, lookupRecords: 0, request.Mapping?.Lookups.Count ?? 0, settings, new CostRates());
        var limits = await request.Target.LimitsAsync(cancellationToken).ConfigureAwait(false);
        OrgLimit? Of(string name) => limits.TryGetValue(name, out var limit) ? limit : null;
        Compare(
            "Data storage", Math.Ceiling(forecast.StorageBytes / 1048576.0), Of("DataStorageMB"), "MB", CheckVerdict.Error,
            "Free or buy storage, or migrate fewer years; a full org refuses every insert, also of other users.");
        Compare("Bulk batches", forecast.Batches, Of("DailyBulkApiBatches"), "per 24 hours", CheckVerdict.Warning, "The run stops resumably and goes on the next day.");
        if (Of("DailyApiRequests") is { } requests)
        {
            Compare(
                "API requests", forecast.ApiRequests, requests with { Remaining = Math.Max(0, requests.Remaining - (requests.Max * (100 - settings.MaxApiRequestsPercent) / 100)) },
                Text($"per 24 hours above the floor of Limits:MaxApiRequestsPercent = {settings.MaxApiRequestsPercent}"), CheckVerdict.Warning, "The run stops resumably before it crosses the floor.");
        }

        lines.Add(calls <= settings.MaxBulkRowsPer24h
            ? new CheckLine(CheckVerdict.Ok, "Bulk rows", Text($"{calls:N0} of {settings.MaxBulkRowsPer24h:N0} that Limits:MaxBulkRowsPer24h allows."))
            : new CheckLine(CheckVerdict.Warning, "Bulk rows", Text($"{calls:N0} are more than Limits:MaxBulkRowsPer24h ({settings.MaxBulkRowsPer24h:N0}) allows in a day."), "The run stops resumably and goes on the next day."));
        lines.Add(new CheckLine(
            CheckVerdict.Ok, "Time", Text($"About {Math.Ceiling(forecast.DurationSeconds / 60):N0} min if nothing is triggered by a new VoiceCall; triggers and flows take longer. A canary tells more.")));
        return lines;
    }

    private async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var source = request.Mapping?.SourceObject ?? "Task";
        var candidates = CallCandidates.Of(request.Mapping) is { } marks ? $" AND ({marks})" : "";
        try
        {
            var calls = await request.Source.CountAsync(
                $"SELECT COUNT() FROM {source} WHERE IsDeleted = false{candidates}", all: true, cancellationToken).ConfigureAwait(false);
            lines.Add(new CheckLine(CheckVerdict.Ok, "Calls", Text($"{calls:N0} rows of {source} look like calls.")));
            return calls;
        }
        catch (ForceException error) when (error is not ForceQuotaException)
        {
            // A count over many millions of rows may run into the org's two minutes.
            lines.Add(new CheckLine(
                CheckVerdict.Warning, "Calls", $"The source could not count them all at once ({error.ErrorCode}): what is said of quotas is for none.", "datamigrator assess counts range by range."));
            return 0;
        }
    }

    private void Compare(string subject, double needed, OrgLimit? limit, string unit, CheckVerdict ifShort, string whatToDo)
    {
        if (limit is not { } left)
        {
            return;
        }

        var text = Text($"About {needed:N0} needed, {left.Remaining:N0} of {left.Max:N0} left ({unit}).");
        lines.Add(needed <= left.Remaining ? new CheckLine(CheckVerdict.Ok, subject, text) : new CheckLine(ifShort, subject, text, whatToDo));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
