using System.Net.Http.Headers;
using System.Text.Json;
using SalesforceEmulator;

namespace DataMigrator.EndToEnd.RealClients;

/// <summary>What the org holds, asked for over plain HTTP by none of the clients under test.</summary>
internal sealed class OrgReader : IDisposable
{
    private const string Api = "/services/data/v66.0";
    private readonly HttpClient http;
    private readonly Func<string> accessToken;

    /// <summary>Goes on with another session when a test has ended one.</summary>
    public OrgReader(Emulator org)
        : this(org.Url, () => org.AccessToken)
    {
    }

    public OrgReader(Uri url, Func<string> accessToken)
    {
        http = new HttpClient { BaseAddress = url };
        this.accessToken = accessToken;
    }

    public static void AssertEveryRequestWasKnown(Emulator org)
    {
        Assert.That(org.Requests, Is.Not.Empty);
        Assert.That(org.Requests.Where(r => !r.Known).Select(r => $"{r.Method} {r.Path} → {r.Status}"), Is.Empty, "requests that the embedded org does not know");
        Assert.That(org.Requests.Where(r => r.Status >= 500).Select(r => $"{r.Method} {r.Path} → {r.Status} {r.Failure}"), Is.Empty, "requests that the embedded org failed on");
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken());
        using var response = await http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), () => $"{path}: {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>The rows of a query, with the values of these columns in this order (parents by dots); null as "".</summary>
    public async Task<IReadOnlyList<string[]>> RowsAsync(string columns, string from, bool all = false)
    {
        var names = columns.Split(',', StringSplitOptions.TrimEntries);
        var rows = new List<string[]>();
        for (var next = $"{Api}/{(all ? "queryAll" : "query")}?q=" + Uri.EscapeDataString($"SELECT {columns} FROM {from}"); next is not null;)
        {
            var page = await GetAsync(next);
            rows.AddRange(page.GetProperty("records").EnumerateArray().Select(record => names.Select(name => Value(record, name)).ToArray()));
            next = page.GetProperty("done").GetBoolean() ? null : page.GetProperty("nextRecordsUrl").GetString();
        }

        return rows;
    }

    public async Task<int> CountAsync(string from) => (await GetAsync($"{Api}/query?q=" + Uri.EscapeDataString($"SELECT COUNT() FROM {from}"))).GetProperty("totalSize").GetInt32();

    public void Dispose() => http.Dispose();

    /// <summary>An instant in the form of bulk results: REST ends it in +0000 where they have Z. Anything else as it is.</summary>
    public static string Plain(string value) =>
        value.Length == 28 && value[10] == 'T' && value.EndsWith("+0000", StringComparison.Ordinal) ? value[..^5] + "Z" : value;

    private static string Value(JsonElement record, string name)
    {
        foreach (var part in name.Split('.'))
        {
            if (record.ValueKind == JsonValueKind.Null)
            {
                return "";
            }

            record = record.EnumerateObject().Single(p => p.Name.Equals(part, StringComparison.OrdinalIgnoreCase)).Value;
        }

        return record.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.String => Plain(record.GetString()!),
            _ => record.GetRawText(),
        };
    }
}
