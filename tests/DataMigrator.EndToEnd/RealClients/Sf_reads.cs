using System.Globalization;
using System.Text.Json;
using SalesforceEmulator;

namespace DataMigrator.EndToEnd.RealClients;

/// <summary>What <c>sf data query</c> and <c>sf data export bulk</c> bring home is what the org holds.</summary>
[Category("RealClients"), Parallelizable(ParallelScope.Self)]
public sealed class Sf_reads
{
    private const string Columns = "Id, Subject, Description, CallDurationInSeconds, CallType, CreatedDate, IsClosed, Owner.Name, WhoId";

    private ClientHome home = null!;
    private Emulator org = null!;
    private OrgReader reader = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        home = ClientHome.Create();
        org = await Emulator.StartAsync(new EmulatorOptions { Tasks = 6_000, ResultPageSize = 450, QueryPageSize = 300 }, CancellationToken.None);
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
    public async Task A_query_with_parent_fields_over_several_pages()
    {
        const string columns = "Id, Subject, Owner.Name, Who.Name, What.Type";
        var result = await home.SfAsync("data", "query", "--query", $"SELECT {columns} FROM Task WHERE CallType != null");
        var held = await reader.RowsAsync(columns, "Task WHERE CallType != null");
        Assert.That(held, Has.Count.GreaterThan(300));
        Assert.That(
            result.GetProperty("records").EnumerateArray().Select(r => $"{Text(r, "Id")}|{Text(r, "Subject")}|{Text(r, "Owner", "Name")}|{Text(r, "Who", "Name")}|{Text(r, "What", "Type")}"),
            Is.EqualTo(held.Select(r => string.Join('|', r))));
    }

    [Test]
    public async Task An_aggregate_by_group()
    {
        var result = await home.SfAsync("data", "query", "--query", "SELECT CallType, COUNT(Id) calls, SUM(CallDurationInSeconds) seconds FROM Task WHERE CallType != null GROUP BY CallType");
        var tasks = await reader.RowsAsync("CallType, CallDurationInSeconds", "Task WHERE CallType != null");

        // Text is grouped without regard to case; a sum of nothing is null.
        var expected = tasks.GroupBy(t => t[0].ToUpperInvariant()).Select(g => (g.Key, Calls: g.Count(), Seconds: g.Where(t => t[1].Length > 0).Select(t => long.Parse(t[1], CultureInfo.InvariantCulture)).ToList()))
            .Select(g => $"{g.Key} {g.Calls} {(g.Seconds.Count == 0 ? "" : g.Seconds.Sum())}");
        Assert.That(result.GetProperty("records").EnumerateArray().Select(r => $"{r.GetProperty("CallType").GetString()!.ToUpperInvariant()} {r.GetProperty("calls")} {r.GetProperty("seconds")}"), Is.EquivalentTo(expected).And.Not.Empty);
    }

    [Test]
    public async Task A_query_shown_as_csv()
    {
        var printed = await home.RunAsync(ClientTools.Node, ClientTools.Sf, "data", "query", "--query", "SELECT Id, Name, Owner.Name FROM Account ORDER BY Id", "--result-format", "csv", "--output-file", "accounts.csv");
        Assert.That(printed.ExitCode, Is.Zero, printed.ToString);
        var held = await reader.RowsAsync("Id, Name, Owner.Name", "Account ORDER BY Id");
        Assert.That(CsvFile.Read(home.PathOf("accounts.csv")), Is.EqualTo(held.Prepend(["Id", "Name", "Owner.Name"])));
    }

    /// <remarks>Most Tasks are older than a year and archived, so that only --all-rows sees them.</remarks>
    [TestCase(false)]
    [TestCase(true)]
    public async Task A_bulk_export_over_several_pages(bool allRows)
    {
        var file = allRows ? "all.csv" : "tasks.csv";
        var before = org.Requests.Count(IsResultPage);
        await home.SfAsync(["data", "export", "bulk", "--query", $"SELECT {Columns} FROM Task", "--output-file", file, "--result-format", "csv", "--wait", "10", .. allRows ? ["--all-rows"] : Array.Empty<string>()]);

        var held = await reader.RowsAsync(Columns, "Task", allRows);
        var exported = CsvFile.Read(home.PathOf(file));
        Assert.That(exported[0], Is.EqualTo(Columns.Split(", ")));
        Assert.That(Lines(exported.Skip(1)), Is.EquivalentTo(Lines(held)));
        Assert.That(org.Requests.Count(IsResultPage) - before, Is.EqualTo((held.Count + 449) / 450).And.GreaterThan(1));
        Assert.That(held.Any(r => r[2].Contains('\n', StringComparison.Ordinal)), "texts of several lines are part of it");
        if (allRows)
        {
            Assert.That(held.Count, Is.GreaterThan(await reader.CountAsync("Task")), "archived and deleted Tasks are part of it");
        }
    }

    [Test]
    public async Task A_bulk_export_as_json()
    {
        await home.SfAsync("data", "export", "bulk", "--query", "SELECT Id, Name FROM Contact", "--output-file", "contacts.json", "--result-format", "json", "--wait", "10");
        using var contacts = JsonDocument.Parse(await File.ReadAllTextAsync(home.PathOf("contacts.json")));
        var held = await reader.RowsAsync("Id, Name", "Contact");
        Assert.That(contacts.RootElement.EnumerateArray().Select(c => $"{Text(c, "Id")}|{Text(c, "Name")}"), Is.EquivalentTo(held.Select(r => string.Join('|', r))).And.Not.Empty);
    }

    private static IEnumerable<string> Lines(IEnumerable<string[]> rows) => rows.Select(r => string.Join('|', r));

    private static bool IsResultPage(RecordedRequest request) => request.Path.Contains("/jobs/query/", StringComparison.Ordinal) && request.Path.Contains("/results", StringComparison.Ordinal);

    private static string Text(JsonElement record, params string[] path)
    {
        foreach (var name in path)
        {
            if (record.ValueKind == JsonValueKind.Null)
            {
                return "";
            }

            record = record.GetProperty(name);
        }

        return record.ValueKind == JsonValueKind.Null ? "" : OrgReader.Plain(record.ToString());
    }
}
