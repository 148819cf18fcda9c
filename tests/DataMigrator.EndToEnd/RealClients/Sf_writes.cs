using System.Globalization;
using System.Text.Json;
using SalesforceEmulator;

namespace DataMigrator.EndToEnd.RealClients;

/// <summary>What <c>sf data import|upsert|update|delete bulk</c> send is what the org holds afterwards, and its refusals reach the user.</summary>
[Category("RealClients"), Parallelizable(ParallelScope.Self)]
public sealed class Sf_writes
{
    private const int Rows = 450;
    private const string CallColumns = "Legacy_Task_Id__c,CallStartDateTime,CallEndDateTime,FromPhoneNumber,ToPhoneNumber,CallType,Description";

    private ClientHome home = null!;
    private Emulator org = null!;
    private OrgReader reader = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        home = ClientHome.Create();
        org = await Emulator.StartAsync(new EmulatorOptions { Tasks = 50, JobDelay = TimeSpan.Zero, IngestBatchSize = 200, IngestChunkSize = 40, QueryPageSize = 200 }, CancellationToken.None);
        reader = new OrgReader(org);
        home.Variables["SF_ACCESS_TOKEN"] = org.AccessToken;
        await home.SfAsync("org", "login", "access-token", "--instance-url", org.Url.GetLeftPart(UriPartial.Authority), "--no-prompt", "--alias", "embedded", "--set-default");
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
    public async Task A_tree_that_was_exported_is_imported_again()
    {
        CsvFile.Write(home.PathOf("trees.csv"), "Name,Phone", [["Tree 1", "+14155550001"], ["Tree 2", "+14155550002"]]);
        await home.SfAsync("data", "import", "bulk", "--sobject", "Account", "--file", "trees.csv", "--wait", "10", "--line-ending", "LF", "--column-delimiter", "COMMA");
        var account = (await reader.RowsAsync("Id", "Account WHERE Name = 'Tree 1'"))[0][0];
        await home.SfAsync("data", "create", "record", "--sobject", "Contact", "--values", $"LastName=Leaf AccountId={account}");
        await home.SfAsync("data", "export", "tree", "--query", "SELECT Name, (SELECT LastName FROM Contacts) FROM Account WHERE Name LIKE 'Tree %' ORDER BY Name", "--plan", "--output-dir", "tree");
        await home.SfAsync("data", "import", "tree", "--plan", "tree/Account-Contact-plan.json");
        var leaves = await reader.RowsAsync("Account.Name, LastName, AccountId", "Contact WHERE LastName = 'Leaf'");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(leaves.Select(l => $"{l[0]} {l[1]}"), Is.EqualTo(new[] { "Tree 1 Leaf", "Tree 1 Leaf" }));
            Assert.That(leaves.Select(l => l[2]), Is.Unique);
            Assert.That(await reader.CountAsync("Account WHERE Name LIKE 'Tree %'"), Is.EqualTo(4));
        }
    }

    [Test]
    public async Task Import_then_the_jobs_results_then_delete()
    {
        var accounts = Enumerable.Range(0, Rows).Select(i => new[] { $"Imported {i:D3}", $"+1415555{i:D4}", $"said \"hello\",\nthen left ({i})" }).ToList();
        CsvFile.Write(home.PathOf("accounts.csv"), "Name,Phone,BillingStreet", accounts);
        var import = await home.SfAsync("data", "import", "bulk", "--sobject", "Account", "--file", "accounts.csv", "--wait", "10", "--line-ending", "LF", "--column-delimiter", "COMMA");
        var held = await reader.RowsAsync("Name, Phone, BillingStreet, Id", "Account WHERE Name LIKE 'Imported %' ORDER BY Name");
        Assert.That(held.Select(r => r[..3]), Is.EqualTo(accounts));

        var results = await home.SfAsync("data", "bulk", "results", "--job-id", import.GetProperty("jobId").GetString()!);
        var successful = CsvFile.Read(home.PathOf(results.GetProperty("successFilePath").GetString()!));
        Assert.That(successful[0][..2], Is.EqualTo(new[] { "sf__Id", "sf__Created" }));
        Assert.That(successful.Skip(1).Select(r => $"{r[0]} {r[1]} {r[2]}"), Is.EquivalentTo(held.Select(r => $"{r[3]} true {r[0]}")));

        CsvFile.Write(home.PathOf("gone.csv"), "Id", held.Take(300).Select(r => new[] { r[3] }));
        await home.SfAsync("data", "delete", "bulk", "--sobject", "Account", "--file", "gone.csv", "--wait", "10");
        Assert.That((await reader.RowsAsync("Name", "Account WHERE Name LIKE 'Imported %' ORDER BY Name")).Select(r => r[0]), Is.EqualTo(accounts.Skip(300).Select(a => a[0])));
    }

    [Test]
    public async Task Upsert_creates_then_update_changes_only_what_was_sent()
    {
        var calls = Enumerable.Range(0, Rows).Select(i => Call("CREATE", i)).ToList();
        CsvFile.Write(home.PathOf("calls.csv"), CallColumns, calls);
        var upsert = await home.SfAsync("data", "upsert", "bulk", "--sobject", "VoiceCall", "--external-id", "Legacy_Task_Id__c", "--file", "calls.csv", "--wait", "10", "--line-ending", "LF");
        var held = await reader.RowsAsync(CallColumns + ",Id", "VoiceCall WHERE Legacy_Task_Id__c LIKE 'CREATE%' ORDER BY Legacy_Task_Id__c");
        Assert.That(held.Select(r => r[..7]), Is.EqualTo(calls));
        var records = upsert.GetProperty("records").GetProperty("successfulResults").EnumerateArray();
        Assert.That(records.Select(r => $"{r.GetProperty("Legacy_Task_Id__c")} {r.GetProperty("sf__Id")} {r.GetProperty("sf__Created")}"), Is.EquivalentTo(held.Select(r => $"{r[0]} {r[7]} true")));

        CsvFile.Write(home.PathOf("changes.csv"), "Id,Description,Legacy_Outcome__c", held.Take(100).Select((r, i) => new[] { r[7], i % 2 == 0 ? "#N/A" : "", $"outcome {i}" }));
        await home.SfAsync("data", "update", "bulk", "--sobject", "VoiceCall", "--file", "changes.csv", "--wait", "10", "--line-ending", "LF");
        var changed = await reader.RowsAsync("Legacy_Task_Id__c, Description, Legacy_Outcome__c", "VoiceCall WHERE Legacy_Task_Id__c LIKE 'CREATE%' ORDER BY Legacy_Task_Id__c");

        // #N/A empties a field, an empty value leaves it as it was.
        Assert.That(changed.Select(r => string.Join('|', r)), Is.EqualTo(calls.Select((c, i) => $"{c[0]}|{(i < 100 && i % 2 == 0 ? "" : c[6])}|{(i < 100 ? $"outcome {i}" : "")}")));
    }

    [Test]
    public async Task An_upsert_with_a_create_only_column_on_rows_that_exist_names_the_rows()
    {
        CsvFile.Write(home.PathOf("first.csv"), CallColumns, Enumerable.Range(0, 20).Select(i => Call("AGAIN", i)));
        await home.SfAsync("data", "upsert", "bulk", "--sobject", "VoiceCall", "--external-id", "Legacy_Task_Id__c", "--file", "first.csv", "--wait", "10", "--line-ending", "LF");

        // 10 exist, 20 don't; of those 3 have a type that is not in the restricted picklist.
        CsvFile.Write(home.PathOf("second.csv"), CallColumns, Enumerable.Range(10, 30).Select(i => Call("AGAIN", i, i is 25 or 30 or 35 ? "Nonsense" : "Inbound")));
        var printed = await home.RunAsync(ClientTools.Node, ClientTools.Sf, "data", "upsert", "bulk", "--sobject", "VoiceCall", "--external-id", "Legacy_Task_Id__c", "--file", "second.csv", "--wait", "10", "--line-ending", "LF", "--json");
        Assert.That(printed.ExitCode, Is.Not.Zero, printed.ToString);
        var job = JsonDocument.Parse(printed.Stdout).RootElement.GetProperty("data").GetProperty("jobId").GetString()!;
        var results = await home.SfAsync("data", "bulk", "results", "--job-id", job);
        var failed = CsvFile.Read(home.PathOf(results.GetProperty("failedFilePath").GetString()!)).Skip(1).Select(r => (Key: r[2], Error: r[1])).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failed.Where(f => f.Error.StartsWith("INVALID_FIELD_FOR_INSERT_UPDATE:", StringComparison.Ordinal)).Select(f => f.Key), Is.EquivalentTo(Enumerable.Range(10, 10).Select(i => Key("AGAIN", i))));
            Assert.That(failed.Where(f => f.Error.StartsWith("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST:", StringComparison.Ordinal)).Select(f => f.Key), Is.EquivalentTo(new[] { Key("AGAIN", 25), Key("AGAIN", 30), Key("AGAIN", 35) }));
            Assert.That(failed, Has.Count.EqualTo(13));
            Assert.That(results.GetProperty("successfulRecords").GetInt32(), Is.EqualTo(17));
            Assert.That(await reader.CountAsync("VoiceCall WHERE Legacy_Task_Id__c LIKE 'AGAIN%'"), Is.EqualTo(37));
        }
    }

    [Test]
    public async Task An_import_of_an_unknown_column_fails_with_the_orgs_reason()
    {
        CsvFile.Write(home.PathOf("unknown.csv"), "Name,NoSuchField__c", [["A", "B"]]);
        var printed = await home.RunAsync(ClientTools.Node, ClientTools.Sf, "data", "import", "bulk", "--sobject", "Account", "--file", "unknown.csv", "--wait", "10", "--json");
        Assert.That(printed.ExitCode, Is.Not.Zero);
        Assert.That(printed.Stdout, Does.Contain("InvalidBatch : Field name not found : NoSuchField__c"));
    }

    private static string[] Call(string prefix, int i, string type = "Inbound") =>
        [Key(prefix, i), $"2026-01-01T10:{i % 60:D2}:00.000Z", $"2026-01-01T11:{i % 60:D2}:30.000Z", $"+1415555{i:D4}", "+442071838750", type, $"line one, \"quoted\"\nline two of {i}"];

    private static string Key(string prefix, int i) => prefix + i.ToString("D6", CultureInfo.InvariantCulture);
}
