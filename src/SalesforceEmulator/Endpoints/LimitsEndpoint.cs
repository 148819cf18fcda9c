using System.Text.Json;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Endpoints;

/// <summary>The allocations, and what is left of each now.</summary>
internal static class LimitsEndpoint
{
    public static void Map(Router router)
    {
        router.Map("GET", "services/data/{version}/limits", Access.Api, GetAsync);
        router.Map("GET", "services/data/{version}/limits/recordCount", Access.Api, RecordCountAsync, minimumVersion: 40);
    }

    /// <summary>Objects that there are not are left out, as in Salesforce, whose numbers are those of the last count rather than of now.</summary>
    private static Task RecordCountAsync(ApiCall call)
    {
        var asked = call.Query("sObjects")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        var names = call.Site.Schema.Names.Where(n => asked.Length == 0 || asked.Contains(n, StringComparer.OrdinalIgnoreCase));
        return call.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("sObjects");
            foreach (var name in names)
            {
                json.WriteStartObject();
                json.WriteNumber("count", call.Org.Query($"SELECT COUNT() FROM {name}", QueryScope.Rest).Count);
                json.WriteString("name", name);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

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
