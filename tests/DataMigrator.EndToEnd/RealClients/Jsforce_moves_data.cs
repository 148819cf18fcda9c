using System.Globalization;
using System.Text.Json;
using SalesforceEmulator;
using SalesforceEmulator.Faults;

namespace DataMigrator.EndToEnd.RealClients;

/// <summary>jsforce 3 reads and writes the embedded org as it would Salesforce.</summary>
[Category("RealClients"), Parallelizable(ParallelScope.Self)]
public sealed class Jsforce_moves_data
{
    private ClientHome home = null!;
    private Emulator org = null!;
    private OrgReader reader = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        home = ClientHome.Create();
        org = await Emulator.StartAsync(new EmulatorOptions { Tasks = 7_000, QueryPageSize = 250, IngestBatchSize = 200, IngestChunkSize = 40 }, CancellationToken.None);
        reader = new OrgReader(org);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        home?.Dispose();
        reader?.Dispose();
        if (org is not null)
        {
            await org.DisposeAsync();
        }
    }

    [TearDown]
    public void Every_request_was_known() => OrgReader.AssertEveryRequestWasKnown(org);

    [Test]
    public async Task It_logs_in_with_client_credentials_and_describes()
    {
        var told = await RunAsync("describe");
        var describe = await reader.GetAsync("/services/data/v66.0/sobjects/VoiceCall/describe");
        var limits = await reader.GetAsync("/services/data/v66.0/limits");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(told.GetProperty("username").GetString(), Is.EqualTo(org.Username));
            Assert.That(told.GetProperty("describe").GetRawText(), Is.EqualTo(describe.GetRawText()));
            Assert.That(told.GetProperty("objects").EnumerateArray().Select(o => o.GetString()), Does.Contain("Task").And.Contain("VoiceCall"));
            Assert.That(told.GetProperty("limits").EnumerateObject().Select(l => l.Name), Is.EqualTo(limits.EnumerateObject().Select(l => l.Name)).And.Not.Empty);
            Assert.That(told.GetProperty("usage").GetProperty("apiUsage").GetProperty("limit").GetInt32(), Is.EqualTo(1_000_000));
        }
    }

    [Test]
    public async Task The_first_bulk_api_saves_and_tells_of_each_row()
    {
        var told = await RunAsync("asyncLoad");
        var saved = told.GetProperty("saved");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(saved.EnumerateArray().Select(r => r.GetProperty("success").GetBoolean()), Is.EqualTo(new[] { true, false }));
            Assert.That(saved[1].GetProperty("errors")[0].GetString(), Does.StartWith("REQUIRED_FIELD_MISSING:"));
            Assert.That(Lines(await reader.RowsAsync("LastName, Company, Id", "Lead WHERE LastName LIKE 'Loaded %'")), Is.EqualTo(new[] { $"Loaded 1|B|{saved[0].GetProperty("id").GetString()}" }));
        }
    }

    [Test]
    public async Task Children_come_with_their_parents_and_parents_by_their_type()
    {
        var id = await CreateAsync("Contact", """{"LastName":"Parent"}""");
        string[] calls = [await CreateAsync("Task", $$"""{"Subject":"call 1","WhoId":"{{id}}"}"""), await CreateAsync("Task", $$"""{"Subject":"call 2","WhoId":"{{id}}"}""")];
        var told = await RunAsync("children", id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(told.GetProperty("parents")[0].GetProperty("Tasks").GetProperty("records").EnumerateArray().Select(t => t.GetProperty("Subject").GetString()), Is.EqualTo(new[] { "call 2", "call 1" }));
            Assert.That(told.GetProperty("whos").EnumerateArray().Select(t => t.GetProperty("Who").GetProperty("LastName").GetString()), Is.EqualTo(new[] { "Parent", "Parent" }));
            Assert.That(told.GetProperty("updated").EnumerateArray().Select(i => i.GetString()), Is.SupersetOf(calls));
            Assert.That(told.GetProperty("deleted").EnumerateArray().Select(i => i.GetProperty("id").GetString()), Has.None.AnyOf(calls));
        }
    }

    [Test]
    public async Task Bulk_query_on_one_page()
    {
        var told = await RunAsync("bulkQuery", "SELECT Id, Subject, Description, Owner.Name FROM Task");
        var held = await reader.RowsAsync("Id, Subject, Description, Owner.Name", "Task");
        Assert.That(Lines(told, "Id", "Subject", "Description", "Owner.Name"), Is.EquivalentTo(Lines(held)).And.Not.Empty);
    }

    [Test]
    public async Task A_bulk_query_job_page_by_page_with_archived_and_deleted_rows()
    {
        var told = await RunAsync("bulkQueryByHand", "SELECT Id, Subject, IsDeleted FROM Task", "1500");
        var held = await reader.RowsAsync("Id, Subject, IsDeleted", "Task", all: true);
        Assert.That(told.EnumerateArray().Select(p => p.GetArrayLength()).ToList(), Is.EqualTo(PageSizes(held.Count, 1_500)).And.Count.GreaterThan(4));
        Assert.That(told.EnumerateArray().SelectMany(p => Lines(p, "Id", "Subject", "IsDeleted")), Is.EquivalentTo(Lines(held)));
    }

    [Test]
    public async Task A_query_through_its_locators()
    {
        var told = await RunAsync("pagedQuery", "SELECT Id, Subject FROM Task");
        var held = await reader.RowsAsync("Id, Subject", "Task");
        Assert.That(told.EnumerateArray().Select(p => p.GetArrayLength()).ToList(), Is.EqualTo(PageSizes(held.Count, 250)).And.Count.GreaterThan(2));
        Assert.That(told.EnumerateArray().SelectMany(p => Lines(p, "Id", "Subject")), Is.EqualTo(Lines(held)));
    }

    [Test]
    public async Task A_query_with_the_first_bulk_API()
    {
        var told = await RunAsync("asyncQuery", "SELECT Id, Name, Email FROM Contact");
        Assert.That(Lines(told, "Id", "Name", "Email"), Is.EquivalentTo(Lines(await reader.RowsAsync("Id, Name, Email", "Contact"))).And.Not.Empty);
    }

    [Test]
    public async Task Bulk_upsert_tells_created_updated_and_failed()
    {
        // 7, 107, 207, 307 and 407 have a call type that is not in the restricted picklist.
        var calls = Enumerable.Range(0, 450).Select(i => new Dictionary<string, object?>
        {
            ["Legacy_Task_Id__c"] = "JS" + i.ToString("D6", CultureInfo.InvariantCulture),
            ["CallStartDateTime"] = "2026-01-01T10:00:00.000Z",
            ["CallEndDateTime"] = "2026-01-01T10:01:30.000Z",
            ["FromPhoneNumber"] = "+14155550100",
            ["ToPhoneNumber"] = "+442071838750",
            ["CallType"] = i % 100 == 7 ? "Nonsense" : "Outbound",
            ["IsRecorded"] = i % 2 == 0,
            ["Description"] = i % 3 == 0 ? null : $"a \"quoted\"\nline, {i}",
        }).ToList();
        await File.WriteAllTextAsync(home.PathOf("calls.json"), JsonSerializer.Serialize(calls));
        var told = await RunAsync("upsert", "calls.json");
        await File.WriteAllTextAsync(home.PathOf("changes.json"), JsonSerializer.Serialize(calls.Take(7).Select(c => new { Legacy_Task_Id__c = c["Legacy_Task_Id__c"], Legacy_Outcome__c = "Connected" })));
        var changes = await RunAsync("upsert", "changes.json");

        var held = await reader.RowsAsync("Legacy_Task_Id__c, Description, IsRecorded, Legacy_Outcome__c, Id", "VoiceCall WHERE Legacy_Task_Id__c LIKE 'JS%' ORDER BY Legacy_Task_Id__c");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                held.Select(r => string.Join('|', r[..4])),
                Is.EqualTo(calls.Where((_, i) => i % 100 != 7).Select((c, i) => $"{c["Legacy_Task_Id__c"]}|{c["Description"]}|{((bool)c["IsRecorded"]! ? "true" : "false")}|{(i < 7 ? "Connected" : "")}")));
            Assert.That(Results(told, "successfulResults", "sf__Created"), Is.EquivalentTo(held.Select(r => r[0] + " true")));
            Assert.That(Results(changes, "successfulResults", "sf__Created"), Is.EquivalentTo(held.Take(7).Select(r => r[0] + " false")));
            Assert.That(Results(told, "failedResults", "sf__Error").Select(e => e[..15]), Is.EquivalentTo(new[] { "JS000007 INVALI", "JS000107 INVALI", "JS000207 INVALI", "JS000307 INVALI", "JS000407 INVALI" }));
            Assert.That(told.GetProperty("unprocessedRecords").GetArrayLength(), Is.Zero);
        }
    }

    [Test]
    public async Task Collections_of_records_are_created_changed_read_and_deleted()
    {
        var told = await RunAsync("collections");
        var held = await reader.RowsAsync("Name, Phone", "Account WHERE Name LIKE 'Collected %'");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(told.GetProperty("created").EnumerateArray().Select(r => r.GetProperty("success").GetBoolean()), Is.EqualTo(new[] { true, true, false }));
            Assert.That(told.GetProperty("created")[2].GetProperty("errors")[0].GetProperty("statusCode").GetString(), Is.EqualTo("REQUIRED_FIELD_MISSING"));
            Assert.That(Lines(told.GetProperty("read"), "Name", "Phone"), Is.EqualTo(new[] { "Collected 1|+442071838750", "Collected 2|+442071838750" }));
            Assert.That(told.GetProperty("destroyed").GetProperty("success").GetBoolean());
            Assert.That(Lines(held), Is.EqualTo(new[] { "Collected 1|+442071838750" }));
        }
    }

    [Test]
    public async Task A_session_that_ends_between_two_pages_is_renewed()
    {
        org.AddFault(new FaultRule { Name = "session ends", Action = FaultAction.ExpireToken, Method = "GET", Path = "/query/0r8", Nth = [2] });
        var held = await reader.CountAsync("Task");
        var told = await RunAsync("refresh", org.RefreshToken, org.AccessToken, "SELECT Id FROM Task");
        org.ClearFaults();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(told.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("Id").GetString()).Distinct().Count(), Is.EqualTo(held));
            Assert.That(told.GetProperty("renewed").GetInt32(), Is.EqualTo(1));
            Assert.That(told.GetProperty("another").GetBoolean());
            Assert.That(org.Requests.Count(r => r is { Status: 401, Fault: "session ends" }), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_session_is_revoked_at_logout()
    {
        var told = await RunAsync("revoke");
        Assert.That(told.GetProperty("before").GetString(), Is.EqualTo(org.Username));
        Assert.That(told.GetProperty("after").GetString(), Is.EqualTo("INVALID_SESSION_ID"));
        Assert.That(org.Requests.Last(r => r.Path.EndsWith("/services/oauth2/revoke", StringComparison.Ordinal)).Status, Is.EqualTo(200));
    }

    private async Task<string> CreateAsync(string sobject, string json)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", org.AccessToken);
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(org.Url, "services/data/v66.0/sobjects/" + sobject), content);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!;
    }

    private async Task<JsonElement> RunAsync(string command, params string[] arguments)
    {
        var printed = await home.ScriptAsync("jsforce.cjs", [command, org.Url.GetLeftPart(UriPartial.Authority), org.ClientId, org.ClientSecret, .. arguments]);
        return JsonDocument.Parse(printed.Stdout).RootElement;
    }

    private static IEnumerable<int> PageSizes(int rows, int page) => Enumerable.Range(0, (rows + page - 1) / page).Select(i => Math.Min(page, rows - (i * page)));

    private static IEnumerable<string> Lines(IEnumerable<string[]> rows) => rows.Select(r => string.Join('|', r));

    /// <summary>jsforce gives a parent's field of a bulk result under its dotted name.</summary>
    private static IEnumerable<string> Lines(JsonElement records, params string[] names) =>
        records.EnumerateArray().Select(r => string.Join('|', names.Select(n => r.GetProperty(n).ToString())));

    private static IEnumerable<string> Results(JsonElement told, string list, string column) =>
        told.GetProperty(list).EnumerateArray().Select(r => $"{r.GetProperty("Legacy_Task_Id__c")} {r.GetProperty(column)}");
}
