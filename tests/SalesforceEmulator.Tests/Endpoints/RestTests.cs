using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json;

namespace SalesforceEmulator.Tests.Endpoints;

public sealed class RestTests
{
    [TestCase("/services/data", 200)]
    [TestCase("//services//data/", 200)]
    [TestCase("/Services/Data", 200)]
    [TestCase("/Services/DATA/V66.0/Limits", 200)]
    [TestCase("/Services/DATA/v30.0/limits", 410)]
    [TestCase("/services/data/v66.0", 200)]
    [TestCase("/services/data/v31.0/limits/", 200)]
    [TestCase("/services/data/v30.0/limits", 410)]
    [TestCase("/services/data/v69.0/limits", 404)]
    [TestCase("/services/data/v66/limits", 404)]
    [TestCase("/services/data/v46.0/jobs/query", 404)]
    [TestCase("/services/data/v66.0/nonsense", 404)]
    public async Task Paths_are_read_the_way_Salesforce_reads_them(string path, int status)
    {
        await using var wire = await Wire.StartAsync();
        Assert.That((await wire.GetAsync(path)).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Without_a_session_only_the_versions_are_told()
    {
        await using var wire = await Wire.StartAsync();
        var versions = await wire.SendAsync(HttpMethod.Get, "/services/data", (HttpContent?)null, token: null);
        var limits = await wire.SendAsync(HttpMethod.Get, "/services/data/v66.0/limits", (HttpContent?)null, token: null);
        var last = versions.Json.EnumerateArray().Last();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(last.GetProperty("version").GetString(), Is.EqualTo("68.0"));
            Assert.That(last.GetProperty("label").GetString(), Is.EqualTo("Winter '27"));
            Assert.That(versions.Json[0].GetProperty("label").GetString(), Is.EqualTo("Summer '14"));
            Assert.That((limits.Status, limits.ErrorCode), Is.EqualTo((401, "INVALID_SESSION_ID")));
        }
    }

    [Test]
    public async Task What_is_not_known_is_told_in_the_log()
    {
        await using var wire = await Wire.StartAsync();
        var answer = await wire.GetAsync("/services/apexrest/thing?x=1");
        var entry = wire.Emulator.Requests.Single(r => !r.Known);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((answer.Status, answer.ErrorCode), Is.EqualTo((404, "NOT_FOUND")));
            Assert.That((entry.Method, entry.Path, entry.Status), Is.EqualTo(("GET", "/services/apexrest/thing?x=1", 404)));
        }
    }

    [Test]
    public async Task A_query_goes_on_through_its_locator()
    {
        await using var wire = await Wire.StartAsync(new EmulatorOptions { QueryPageSize = 3 });
        var ids = new List<string>();
        var next = "/services/data/v66.0/query?q=" + Uri.EscapeDataString("SELECT Id FROM Contact ORDER BY Id LIMIT 8");
        var pages = 0;
        while (next is not null)
        {
            var page = (await wire.GetAsync(next)).Json;
            pages++;
            ids.AddRange(page.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("Id").GetString()!));
            next = page.TryGetProperty("nextRecordsUrl", out var url) ? url.GetString() : null;
            using (Assert.EnterMultipleScope())
            {
                Assert.That(page.GetProperty("totalSize").GetInt32(), Is.EqualTo(8));
                Assert.That(page.GetProperty("done").GetBoolean(), Is.EqualTo(next is null));
                Assert.That(next, Is.Null.Or.Match("^/services/data/v66.0/query/0r8[A-Za-z0-9]{15}-[36]$"));
            }
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(pages, Is.EqualTo(3));
            Assert.That(ids, Has.Count.EqualTo(8).And.Unique);
            Assert.That((await wire.GetAsync("/services/data/v66.0/query/0r8000000000000AAA-2000")).ErrorCode, Is.EqualTo("INVALID_QUERY_LOCATOR"));
        }
    }

    [Test]
    public async Task The_api_calls_of_a_day_run_out_and_come_back()
    {
        var clock = new Org.FixedClock();
        await using var wire = await Wire.StartAsync(new EmulatorOptions { TimeProvider = clock, Limits = new EmulatorLimits { DailyApiRequests = 2 }, SessionTimeout = TimeSpan.FromDays(9) });
        var first = await wire.GetAsync("/services/data/v66.0/limits");
        var second = await wire.GetAsync("/services/data/v66.0/limits");
        var third = await wire.GetAsync("/services/data/v66.0/limits");
        clock.Advance(TimeSpan.FromHours(25));
        var tomorrow = await wire.GetAsync("/services/data/v66.0/limits");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Headers["Sforce-Limit-Info"], Is.EqualTo("api-usage=1/2"));
            Assert.That(second.Json.GetProperty("DailyApiRequests").GetProperty("Remaining").GetInt32(), Is.Zero);
            Assert.That((third.Status, third.ErrorCode), Is.EqualTo((403, "REQUEST_LIMIT_EXCEEDED")));
            Assert.That(tomorrow.Headers["Sforce-Limit-Info"], Is.EqualTo("api-usage=1/2"));
        }
    }

    [Test]
    public async Task Records_are_written_read_and_deleted_one_by_one()
    {
        await using var wire = await Wire.StartAsync();
        const string root = "/services/data/v66.0/sobjects/Account";
        var created = await wire.SendAsync(HttpMethod.Post, root, """{"Name":"Acme","NumberOfEmployees":12}""");
        var id = created.Json.GetProperty("id").GetString();
        var updated = await wire.SendAsync(HttpMethod.Patch, $"{root}/{id}", """{"NumberOfEmployees":null,"Phone":"+1"}""");
        var read = await wire.GetAsync($"{root}/{id}?fields=Name,NumberOfEmployees,Phone");
        var bad = await wire.SendAsync(HttpMethod.Post, root, """{"Nonsense":1}""");
        var incomplete = await wire.SendAsync(HttpMethod.Post, root, """{"Phone":"+1"}""");
        var deleted = await wire.SendAsync(HttpMethod.Delete, $"{root}/{id}", (string?)null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(created.Status, Is.EqualTo(201));
            Assert.That(updated.Status, Is.EqualTo(204));
            Assert.That(read.Json.GetProperty("Name").GetString(), Is.EqualTo("Acme"));
            Assert.That(read.Json.GetProperty("NumberOfEmployees").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(read.Json.GetProperty("Phone").GetString(), Is.EqualTo("+1"));
            Assert.That((bad.Status, bad.ErrorCode), Is.EqualTo((400, "INVALID_FIELD")));
            Assert.That(incomplete.Json[0].GetProperty("fields")[0].GetString(), Is.EqualTo("Name"));
            Assert.That(deleted.Status, Is.EqualTo(204));
            Assert.That((await wire.GetAsync($"{root}/{id}")).Status, Is.EqualTo(404));
        }
    }

    [Test]
    public async Task An_upsert_creates_first_and_updates_then()
    {
        await using var wire = await Wire.StartAsync();
        const string path = "/services/data/v66.0/sobjects/VoiceCall/Legacy_Task_Id__c/00T000000000001AAA";
        const string call = """{"CallStartDateTime":"2026-01-01T10:00:00Z","CallEndDateTime":"2026-01-01T10:01:00Z","FromPhoneNumber":"+1","ToPhoneNumber":"+2","CallType":"Inbound"}""";
        var first = await wire.SendAsync(HttpMethod.Patch, path, call);
        var second = await wire.SendAsync(HttpMethod.Patch, path, """{"Description":"later"}""");
        var createOnly = await wire.SendAsync(HttpMethod.Patch, path, call);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Status, first.Json.GetProperty("created").GetBoolean()), Is.EqualTo((201, true)));
            Assert.That((second.Status, second.Json.GetProperty("created").GetBoolean()), Is.EqualTo((200, false)));
            Assert.That((createOnly.Status, createOnly.ErrorCode), Is.EqualTo((400, "INVALID_FIELD_FOR_INSERT_UPDATE")));
        }
    }

    [Test]
    public async Task Collections_keep_the_order_and_can_be_all_or_none()
    {
        await using var wire = await Wire.StartAsync();
        const string path = "/services/data/v66.0/composite/sobjects";
        const string records = """[{"attributes":{"type":"Account"},"Name":"One"},{"attributes":{"type":"Account"}},{"attributes":{"type":"Account"},"Name":"Three"}]""";
        var all = await wire.SendAsync(HttpMethod.Post, path, $$"""{"allOrNone":true,"records":{{records}}}""");
        var none = await CountAsync(wire, "Account WHERE Name IN ('One','Three')");
        var some = await wire.SendAsync(HttpMethod.Post, path, $$"""{"allOrNone":false,"records":{{records}}}""");
        var two = await CountAsync(wire, "Account WHERE Name IN ('One','Three')");
        var ids = some.Json.EnumerateArray().Where(r => r.GetProperty("success").GetBoolean()).Select(r => r.GetProperty("id").GetString()!).ToList();
        var read = await wire.GetAsync($"{path}/Account?ids={ids[1]},{ids[0]},001000000000000AAA&fields=Name");
        var deleted = await wire.SendAsync(HttpMethod.Delete, $"{path}?ids={string.Join(',', ids)}&allOrNone=true", (string?)null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(all.Json.EnumerateArray().Select(r => r.GetProperty("errors")[0].GetProperty("statusCode").GetString()), Is.EqualTo(new[] { "ALL_OR_NONE_OPERATION_ROLLED_BACK", "REQUIRED_FIELD_MISSING", "ALL_OR_NONE_OPERATION_ROLLED_BACK" }));
            Assert.That((none, two), Is.EqualTo((0, 2)));
            Assert.That(some.Json.EnumerateArray().Select(r => r.GetProperty("success").GetBoolean()), Is.EqualTo(new[] { true, false, true }));
            Assert.That(read.Json[0].GetProperty("Name").GetString(), Is.EqualTo("Three"));
            Assert.That(read.Json[1].GetProperty("Name").GetString(), Is.EqualTo("One"));
            Assert.That(read.Json[2].ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(deleted.Json.EnumerateArray().Select(r => r.GetProperty("success").GetBoolean()), Is.EqualTo(new[] { true, true }));
        }
    }

    [TestCase("", "STRING_TOO_LONG", "ALL_OR_NONE_OPERATION_ROLLED_BACK")]
    [TestCase("\"ReportsTo\":[],", "JSON_PARSER_ERROR", null)]
    public async Task All_or_none_is_of_the_request_whatever_the_objects(string spoil, string code, string? neighbours)
    {
        await using var wire = await Wire.StartAsync();
        var answer = await wire.SendAsync(HttpMethod.Post, $"{Wire.Api}/composite/sobjects", $$"""
            {"allOrNone":true,"records":[{"attributes":{"type":"Account"},"Name":"Mixed"},{"attributes":{"type":"Contact"},{{spoil}}"LastName":"{{new string('x', 81)}}"}]}
            """);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await CountAsync(wire, "Account WHERE Name = 'Mixed'"), Is.Zero);
            Assert.That(neighbours is null ? answer.ErrorCode : Code(answer.Json[1]), Is.EqualTo(code));
            Assert.That(neighbours is null ? null : Code(answer.Json[0]), Is.EqualTo(neighbours));
        }

        static string? Code(JsonElement result) => result.GetProperty("errors")[0].GetProperty("statusCode").GetString();
    }

    [Test]
    public async Task A_delete_of_several_objects_can_be_all_or_none()
    {
        await using var wire = await Wire.StartAsync();
        var account = (await wire.SendAsync(HttpMethod.Post, $"{Wire.Api}/sobjects/Account", """{"Name":"Kept"}""")).Json.GetProperty("id").GetString()!;
        var answer = await wire.SendAsync(HttpMethod.Delete, $"{Wire.Api}/composite/sobjects?ids={account},003{account[3..6]}00000zzzz&allOrNone=true", (string?)null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Json.EnumerateArray().Select(r => r.GetProperty("success").GetBoolean()), Is.EqualTo(new[] { false, false }));
            Assert.That(await CountAsync(wire, "Account WHERE Name = 'Kept'"), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Storage_runs_out_and_a_deletion_makes_room()
    {
        await using var first = await Wire.StartAsync();
        var objects = (await first.GetAsync("/_emulator/objects")).Json.EnumerateArray();
        string[] data = ["Task", "VoiceCall", "Contact", "Lead", "Account", "Case", "Opportunity", "CallCenter"];
        var deleted = await CountAsync(first, "Task WHERE IsDeleted = true", "queryAll");
        var records = objects.Where(o => data.Contains(o.GetProperty("name").GetString())).Sum(o => o.GetProperty("records").GetInt32()) - deleted;
        var megabytes = (records / 512) + 1;
        var room = (megabytes * 512) - records;

        await using var wire = await Wire.StartAsync(new EmulatorOptions { Limits = new EmulatorLimits { DataStorageMB = megabytes }, JobDelay = TimeSpan.Zero });
        var csv = "Name\n" + string.Concat(Enumerable.Range(0, room + 3).Select(i => $"a{i}\n"));
        var (id, job) = await wire.IngestAsync(csv, """{"object":"Account","operation":"insert"}""");
        var failed = await wire.GetAsync($"{Wire.Api}/jobs/ingest/{id}/failedResults");
        var limits = await wire.GetAsync($"{Wire.Api}/limits");
        var account = (await wire.GetAsync($"{Wire.Api}/jobs/ingest/{id}/successfulResults")).Lines[1].Split('"')[1];
        await wire.SendAsync(HttpMethod.Delete, $"{Wire.Api}/sobjects/Account/{account}", (string?)null);
        var again = await wire.SendAsync(HttpMethod.Post, $"{Wire.Api}/sobjects/Account", """{"Name":"b"}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(job.GetProperty("numberRecordsFailed").GetInt32(), Is.EqualTo(3));
            Assert.That(failed.Lines[1..], Has.All.Contains("\"STORAGE_LIMIT_EXCEEDED:storage limit exceeded:--\""));
            Assert.That(limits.Json.GetProperty("DataStorageMB").GetProperty("Remaining").GetInt32(), Is.Zero);
            Assert.That(again.Status, Is.EqualTo(201));
        }
    }

    [Test]
    public async Task Describe_is_sent_again_only_when_it_changed()
    {
        await using var wire = await Wire.StartAsync();
        const string path = "/services/data/v66.0/sobjects/VoiceCall/describe";
        var first = await wire.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Get, wire.Emulator.Url + path[1..]);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", wire.Emulator.AccessToken);
        request.Headers.IfModifiedSince = DateTimeOffset.Parse(first.Headers["Last-Modified"], CultureInfo.InvariantCulture);
        using var client = new HttpClient();
        using var second = await client.SendAsync(request);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Json.GetProperty("name").GetString(), Is.EqualTo("VoiceCall"));
            Assert.That((int)second.StatusCode, Is.EqualTo(304));
        }
    }

    [Test]
    public async Task Bodies_are_compressed_only_on_request()
    {
        await using var wire = await Wire.StartAsync();
        var plain = await wire.GetAsync("/services/data");
        using var client = new HttpClient();
        client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using var response = await client.GetAsync(wire.Emulator.Url + "services/data");
        await using var gzip = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(plain.Headers, Does.Not.ContainKey("Content-Encoding"));
            Assert.That(await reader.ReadToEndAsync(), Is.EqualTo(plain.Body));
        }
    }

    [Test]
    public async Task A_uri_that_Salesforce_would_not_take_is_refused()
    {
        await using var wire = await Wire.StartAsync();
        Assert.That((await wire.GetAsync("/services/data/v66.0/query?q=" + new string('x', 16_400))).Status, Is.EqualTo(414));
        Assert.That((await wire.GetAsync("/services/data/v66.0/query?q=" + new string('x', 16_300))).Status, Is.EqualTo(431));
    }

    [Test]
    public async Task Another_host_name_has_no_route()
    {
        await using var wire = await Wire.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, wire.Emulator.Url + "services/data");
        request.Headers.Host = "evil.example";
        using var client = new HttpClient();
        using var response = await client.SendAsync(request);
        Assert.That((int)response.StatusCode, Is.EqualTo(420));
    }

    private static async Task<int> CountAsync(Wire wire, string from, string resource = "query") =>
        (await wire.GetAsync($"/services/data/v66.0/{resource}?q=" + Uri.EscapeDataString("SELECT COUNT() FROM " + from))).Json.GetProperty("totalSize").GetInt32();
}
