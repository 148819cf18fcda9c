using System.Text.Json;

namespace SalesforceEmulator.Tests.Clients;

/// <summary>Clients that know only Salesforce can't tell the difference.</summary>
[Category("RealClients")]
public sealed class RealClientTests
{
    private static readonly EmulatorOptions Few = new() { Tasks = 600, QueryPageSize = 200, JobDelay = TimeSpan.Zero };

    [Test]
    public async Task Jsforce_reads_and_writes()
    {
        using var client = RealClient.Require();
        await using var wire = await Wire.StartAsync(Few);
        var printed = await client.ScriptAsync("jsforce.cjs", Origin(wire), wire.Emulator.AccessToken, wire.Emulator.ClientId, wire.Emulator.ClientSecret);
        var told = JsonDocument.Parse(printed).RootElement;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Strings(told, "bulkQuery"), Is.EquivalentTo(await IdsAsync(wire, "Task")));
            Assert.That(Strings(told, "paged"), Is.EquivalentTo(await IdsAsync(wire, "Contact")));
            Assert.That(told.GetProperty("asyncApi").GetInt32(), Is.EqualTo(Strings(told, "paged").Count));

            // 7, 107, 207, 307 and 407 of 450 have a call type that does not exist.
            Assert.That(told.GetProperty("successful").GetInt32(), Is.EqualTo(445));
            Assert.That(Strings(told, "failed"), Has.Count.EqualTo(5).And.All.StartsWith("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST:Call Type: "));
            Assert.That(told.GetProperty("unprocessed").GetInt32(), Is.Zero);
            Assert.That(await IdsAsync(wire, "VoiceCall WHERE Legacy_Task_Id__c LIKE '00TJS%'"), Has.Count.EqualTo(445));
            Assert.That(told.GetProperty("collection").GetInt32(), Is.EqualTo(2));
            Assert.That(told.GetProperty("identity").GetString(), Is.EqualTo(wire.Emulator.Username));
        }

        AssertAllKnown(wire);
    }

    [Test]
    public async Task The_sf_cli_logs_in_looks_around_and_moves_data()
    {
        using var client = RealClient.Require();
        await using var wire = await Wire.StartAsync(Few);
        await client.SfAsync("org", "login", "jwt", "--username", wire.Emulator.Username, "--jwt-key-file", wire.Emulator.JwtPrivateKeyFile, "--client-id", wire.Emulator.ClientId, "--instance-url", Origin(wire), "--alias", "org", "--set-default");
        var describe = Result(await client.SfAsync("sobject", "describe", "--sobject", "VoiceCall", "--json"));
        var query = Result(await client.SfAsync("data", "query", "--query", "SELECT Id, Owner.Name FROM Task LIMIT 3", "--json"));
        await client.SfAsync("data", "query", "--query", "SELECT CallType, COUNT(Id) calls FROM Task GROUP BY CallType");
        var limits = Result(await client.SfAsync("org", "list", "limits", "--json"));
        await client.SfAsync("data", "export", "bulk", "--query", "SELECT Id, Subject FROM Task", "--output-file", "tasks.csv", "--wait", "3");
        var exported = await File.ReadAllTextAsync(Path.Combine(client.Home, "tasks.csv"));

        await WriteAsync(client, "calls.csv", "Legacy_Task_Id__c,CallStartDateTime,CallEndDateTime,FromPhoneNumber,ToPhoneNumber,CallType", i => $"00TSF{i:D10}AAA,2026-01-01T10:00:00Z,2026-01-01T10:01:00Z,+1,+2,Inbound");
        await WriteAsync(client, "accounts.csv", "Name,Phone", i => $"Imported {i},+{i}");
        var upsert = Result(await client.SfAsync("data", "upsert", "bulk", "--sobject", "VoiceCall", "--external-id", "Legacy_Task_Id__c", "--file", "calls.csv", "--wait", "3", "--json"));
        var import = Result(await client.SfAsync("data", "import", "bulk", "--sobject", "Account", "--file", "accounts.csv", "--wait", "3", "--json"));
        var results = Result(await client.SfAsync("data", "bulk", "results", "--job-id", import.GetProperty("jobId").GetString()!, "--json"));
        var taskIds = await IdsAsync(wire, "Task");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(describe.GetProperty("name").GetString(), Is.EqualTo("VoiceCall"));
            Assert.That(query.GetProperty("totalSize").GetInt32(), Is.EqualTo(3));
            Assert.That(limits.EnumerateArray().Select(l => l.GetProperty("name").GetString()), Does.Contain("DailyBulkV2QueryJobs"));
            Assert.That(taskIds, Has.All.Matches<string>(id => exported.Contains(id!, StringComparison.Ordinal)));
            Assert.That(upsert.GetProperty("jobInfo").GetProperty("numberRecordsProcessed").GetInt32(), Is.EqualTo(250));
            Assert.That(await IdsAsync(wire, "VoiceCall WHERE Legacy_Task_Id__c LIKE '00TSF%'"), Has.Count.EqualTo(250));
            Assert.That(await IdsAsync(wire, "Account WHERE Name LIKE 'Imported %'"), Has.Count.EqualTo(250));
            Assert.That(results.GetProperty("successfulRecords").GetInt32(), Is.EqualTo(250));
        }

        AssertAllKnown(wire);
    }

    [Test]
    public async Task The_sf_cli_logs_in_with_an_access_token()
    {
        using var client = RealClient.Require();
        await using var wire = await Wire.StartAsync(Few);
        client.Variables["SF_ACCESS_TOKEN"] = wire.Emulator.AccessToken;
        await client.SfAsync("org", "login", "access-token", "--instance-url", Origin(wire), "--no-prompt", "--alias", "org", "--set-default");
        var query = Result(await client.SfAsync("data", "query", "--query", "SELECT Id FROM User LIMIT 1", "--json"));
        Assert.That(query.GetProperty("totalSize").GetInt32(), Is.EqualTo(1));
        AssertAllKnown(wire);
    }

    [Test]
    public async Task Sfdmu_moves_tasks_into_voice_calls()
    {
        using var client = RealClient.Require();
        await using var wire = await Wire.StartAsync(Few);
        var org = $$"""{"instanceUrl":"{{Origin(wire)}}","accessToken":"{{wire.Emulator.AccessToken}}","name":""";
        await File.WriteAllTextAsync(Path.Combine(client.Home, "export.json"), $$"""
            {"orgs":[{{org}}"source"},{{org}}"target"}],"bulkThreshold":1,"apiVersion":"62.0","promptOnMissingParentObjects":false,
             "objects":[{"query":"SELECT Id, Subject, CallType, CreatedDate, LastModifiedDate, Status, Priority FROM Task WHERE CallType IN ('Inbound','Outbound') AND Subject != null",
              "operation":"Insert","externalId":"Id","useFieldMapping":true,"fieldMapping":[{"targetObject":"VoiceCall"},
              {"sourceField":"Subject","targetField":"Legacy_Subject__c"},{"sourceField":"CallType","targetField":"CallType"},
              {"sourceField":"CreatedDate","targetField":"CallStartDateTime"},{"sourceField":"LastModifiedDate","targetField":"CallEndDateTime"},
              {"sourceField":"Status","targetField":"FromPhoneNumber"},{"sourceField":"Priority","targetField":"ToPhoneNumber"}]}]}
            """);
        var before = await ColumnAsync(wire, "Subject", "Task WHERE CallType IN ('Inbound','Outbound') AND Subject != null");
        await client.ScriptAsync("sfdmu.cjs", client.Home);
        var job = JsonDocument.Parse((await wire.GetAsync("/_emulator/jobs")).Body).RootElement[0];
        var after = await ColumnAsync(wire, "Legacy_Subject__c", "VoiceCall WHERE Legacy_Subject__c != null");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.Not.Empty);
            Assert.That(job.GetProperty("numberRecordsProcessed").GetInt32(), Is.EqualTo(before.Count));
            Assert.That(after, Has.Count.EqualTo(before.Count - job.GetProperty("numberRecordsFailed").GetInt32()));
            Assert.That(after, Is.SubsetOf(before));
            Assert.That(after, Is.Not.Empty);
        }

        AssertAllKnown(wire);
    }

    private static string Origin(Wire wire) => wire.Emulator.Url.GetLeftPart(UriPartial.Authority);

    private static JsonElement Result(string printed) => JsonDocument.Parse(printed).RootElement.GetProperty("result");

    private static IReadOnlyList<string> Strings(JsonElement told, string name) => [.. told.GetProperty(name).EnumerateArray().Select(v => v.GetString()!)];

    private static Task WriteAsync(RealClient client, string file, string header, Func<int, string> row) =>
        File.WriteAllLinesAsync(Path.Combine(client.Home, file), Enumerable.Range(0, 250).Select(row).Prepend(header));

    private static Task<IReadOnlyList<string>> IdsAsync(Wire wire, string from) => ColumnAsync(wire, "Id", from);

    private static async Task<IReadOnlyList<string>> ColumnAsync(Wire wire, string column, string from)
    {
        var values = new List<string>();
        var next = $"{Wire.Api}/query?q=" + Uri.EscapeDataString($"SELECT {column} FROM {from}");
        while (next is not null)
        {
            var page = (await wire.GetAsync(next)).Json;
            values.AddRange(page.GetProperty("records").EnumerateArray().Select(r => r.GetProperty(column).GetString() ?? ""));
            next = page.TryGetProperty("nextRecordsUrl", out var url) ? url.GetString() : null;
        }

        return values;
    }

    private static void AssertAllKnown(Wire wire) => Assert.That(wire.Emulator.Requests.Where(r => !r.Known).Select(r => $"{r.Method} {r.Path}"), Is.Empty);
}
