using System.Text.Json;

namespace SalesforceEmulator.Endpoints;

/// <summary>The allocations, and what is left of each now.</summary>
internal static class LimitsEndpoint
{
    public static void Map(Router router) => router.Map("GET", "services/data/{version}/limits", Access.Api, GetAsync);

    private static Task GetAsync(ApiCall call)
    {
        var limits = call.Site.Limits;
        var storageLeft = Math.Max(0, limits.DataStorageMB - (call.Org.Records / EmulatorLimits.RecordsPerMegabyte));
        return call.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            Write(json, "DailyApiRequests", limits.ApiRequests.Most, limits.ApiRequests.Remaining);
            Write(json, "DailyBulkApiBatches", limits.Batches.Most, limits.Batches.Remaining);
            Write(json, "DailyBulkV2QueryFileStorageMB", limits.QueryFileBytes.Most / OrgLimits.Megabyte, limits.QueryFileBytes.Remaining / OrgLimits.Megabyte);
            Write(json, "DailyBulkV2QueryJobs", limits.QueryJobs.Most, limits.QueryJobs.Remaining);
            Write(json, "DataStorageMB", limits.DataStorageMB, storageLeft);
            Write(json, "FileStorageMB", limits.DataStorageMB, limits.DataStorageMB);
            foreach (var (name, most) in Untouched)
            {
                Write(json, name, most, most);
            }

            json.WriteEndObject();
        });
    }

    /// <summary>Allocations of features that are not emulated, so never used; clients list them.</summary>
    private static readonly (string Name, long Most)[] Untouched =
    [
        ("ConcurrentAsyncGetReportInstances", 200),
        ("ConcurrentSyncReportRuns", 20),
        ("DailyAsyncApexExecutions", 250_000),
        ("DailyStreamingApiEvents", 10_000),
        ("HourlyAsyncReportRuns", 1_200),
        ("PermissionSets", 1_500),
    ];

    private static void Write(Utf8JsonWriter json, string name, long most, long remaining)
    {
        json.WriteStartObject(name);
        json.WriteNumber("Max", most);
        json.WriteNumber("Remaining", remaining);
        json.WriteEndObject();
    }
}
