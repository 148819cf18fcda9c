using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using SalesforceEmulator;

namespace DataMigrator.EndToEnd.Killed;

/// <summary>What an org holds of VoiceCall, read with a plain HTTP client: one line per call, all fields but those that tell one load from another.</summary>
internal static class TargetCalls
{
    private static readonly string[] OfTheLoad = ["Id", "Name", "CreatedDate", "LastModifiedDate", "SystemModstamp", "LastViewedDate", "LastReferencedDate", "PreviousCallId", "NextCallId"];

    /// <summary>By Task id; a call that Salesforce Voice logged itself by its own id.</summary>
    /// <exception cref="AssertionException">Two calls carry one Task's id.</exception>
    public static async Task<SortedDictionary<string, string>> ReadAsync(Emulator org)
    {
        using var http = Client(org);
        var fields = await FieldsAsync(http);
        var compared = fields.Where(field => !OfTheLoad.Contains(field)).ToList();
        var rows = await QueryAsync(http, $"SELECT {string.Join(", ", fields)} FROM VoiceCall");
        string Key(JsonElement row) => row.GetProperty("Legacy_Task_Id__c").GetString() ?? row.GetProperty("Id").GetString()!;
        var keys = rows.ToDictionary(row => row.GetProperty("Id").GetString()!, Key);
        var calls = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var previous = row.GetProperty("PreviousCallId").GetString() is { } id ? keys.GetValueOrDefault(id, $"{id}, which is not there") : "none";
            var line = string.Join(" | ", compared.Select(field => $"{field}={row.GetProperty(field).GetRawText()}")) + $" | after {previous}";
            Assert.That(calls.TryAdd(Key(row), line), Is.True, $"Task {Key(row)} has two calls");
        }

        return calls;
    }

    /// <summary>The org's ingest jobs, in full.</summary>
    public static async Task<IReadOnlyList<JsonElement>> IngestJobsAsync(Emulator org)
    {
        using var http = Client(org);
        var jobs = await GetAsync(http, "/_emulator/jobs");
        return [.. jobs.EnumerateArray().Where(job => job.GetProperty("operation").GetString()!.StartsWith("query", StringComparison.Ordinal) is false)];
    }

    /// <param name="all">Archived and deleted records too.</param>
    public static async Task<IReadOnlyList<JsonElement>> QueryAsync(Emulator org, string soql, bool all = false)
    {
        using var http = Client(org);
        return await QueryAsync(http, soql, all);
    }

    public static async Task ChangeAsync(Emulator org, string path, object fields)
    {
        using var http = Client(org);
        using var body = new StringContent(JsonSerializer.Serialize(fields), new MediaTypeHeaderValue("application/json"));
        using var answer = await http.PatchAsync(new Uri($"/services/data/v66.0/sobjects/{path}", UriKind.Relative), body);
        Assert.That(answer.IsSuccessStatusCode, Is.True, await answer.Content.ReadAsStringAsync());
    }

    public static async Task DeleteAsync(Emulator org, string path)
    {
        using var http = Client(org);
        using var answer = await http.DeleteAsync(new Uri($"/services/data/v66.0/sobjects/{path}", UriKind.Relative));
        Assert.That(answer.IsSuccessStatusCode, Is.True, await answer.Content.ReadAsStringAsync());
    }

    private static HttpClient Client(Emulator org)
    {
        var http = new HttpClient { BaseAddress = org.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", org.AccessToken);
        return http;
    }

    private static async Task<List<string>> FieldsAsync(HttpClient http)
    {
        var describe = await GetAsync(http, "/services/data/v66.0/sobjects/VoiceCall/describe");
        return [.. describe.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("name").GetString()!)];
    }

    private static async Task<IReadOnlyList<JsonElement>> QueryAsync(HttpClient http, string soql, bool all = false)
    {
        var rows = new List<JsonElement>();
        for (var next = $"/services/data/v66.0/{(all ? "queryAll" : "query")}?q={Uri.EscapeDataString(soql)}"; next is not null;)
        {
            var page = await GetAsync(http, next);
            rows.AddRange(page.GetProperty("records").EnumerateArray());
            next = page.TryGetProperty("nextRecordsUrl", out var url) ? url.GetString() : null;
        }

        return rows;
    }

    private static async Task<JsonElement> GetAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.IsSuccessStatusCode, Is.True, string.Create(CultureInfo.InvariantCulture, $"{path}: {(int)answer.StatusCode} {text}"));
        return JsonDocument.Parse(text).RootElement;
    }
}
