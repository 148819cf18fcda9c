using System.Text;
using Microsoft.AspNetCore.Http;
using SalesforceEmulator.Bulk;
using SalesforceEmulator.Faults;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Endpoints;

/// <summary>What the emulator saw and holds, for tests and for people who learn the API. No Salesforce has these.</summary>
internal static class InspectionEndpoints
{
    private const int MostRequests = 1_000;
    private const int LargestPlan = 1024 * 1024;

    public static void Map(Router router)
    {
        router.Map("GET", "_emulator/requests", Access.Anonymous, RequestsAsync);
        router.Map("GET", "_emulator/jobs", Access.Anonymous, JobsAsync);
        router.Map("GET", "_emulator/objects", Access.Anonymous, ObjectsAsync);
        router.Map("GET", "_emulator/faults", Access.Anonymous, FaultsAsync);
        router.Map("POST", "_emulator/faults", Access.Anonymous, AddFaultsAsync);
        router.Map("DELETE", "_emulator/faults", Access.Anonymous, ClearFaultsAsync);
    }

    private static Task RequestsAsync(ApiCall call)
    {
        var requests = call.Site.Log.Snapshot();
        var unknownOnly = call.Query("known") == "false";
        var shown = requests.Where(r => !unknownOnly || !r.Known).TakeLast(MostRequests);
        return call.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("total", call.Site.Log.Total);
            json.WriteNumber("unknown", requests.Count(r => !r.Known));
            json.WriteStartArray("requests");
            foreach (var request in shown)
            {
                json.WriteStartObject();
                json.WriteString("method", request.Method);
                json.WriteString("path", request.Path);
                json.WriteNumber("status", request.Status);
                json.WriteNumber("bytesIn", request.BytesIn);
                json.WriteNumber("bytesOut", request.BytesOut);
                json.WriteBoolean("known", request.Known);
                if (request.Fault is not null)
                {
                    json.WriteString("fault", request.Fault);
                }

                if (request.Failure is not null)
                {
                    json.WriteString("failure", request.Failure);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static Task JobsAsync(ApiCall call) => call.JsonAsync(200, json =>
    {
        json.WriteStartArray();
        foreach (var job in call.Site.Jobs.All)
        {
            JobJson.WriteFull(job, json);
        }

        json.WriteEndArray();
    });

    /// <summary>With the archived and the deleted records.</summary>
    private static Task ObjectsAsync(ApiCall call) => call.JsonAsync(200, json =>
    {
        json.WriteStartArray();
        foreach (var name in call.Site.Schema.Names)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteNumber("records", call.Org.Query($"SELECT COUNT() FROM {name}", QueryScope.RestAll).Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static Task FaultsAsync(ApiCall call)
    {
        call.Http.Response.ContentType = "application/json;charset=UTF-8";
        return call.Http.Response.WriteAsync(FaultPlan.ToJson(call.Site.Faults.Rules), call.Aborted);
    }

    private static async Task AddFaultsAsync(ApiCall call)
    {
        // A browser can send a form or plain text to another site without asking, but not this type.
        if (call.Http.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) is not true)
        {
            throw new OrgRequestException(415, "UNSUPPORTED_MEDIA_TYPE", "The content has to be application/json");
        }

        using var body = new MemoryStream();
        await call.ReadBodyAsync(body, LargestPlan);
        try
        {
            call.Site.Faults.Load(Encoding.UTF8.GetString(body.ToArray()));
        }
        catch (FormatException e)
        {
            throw new OrgRequestException(400, "INVALID_FAULT_PLAN", e.Message);
        }

        await FaultsAsync(call);
    }

    private static Task ClearFaultsAsync(ApiCall call)
    {
        call.Site.Faults.Clear();
        return call.EmptyAsync(204);
    }
}
