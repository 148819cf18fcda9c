using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataMigrator.Tests.Reporting;

internal sealed class ReportJsonTests
{
    private ReportFixture fixture = null!;

    [SetUp]
    public void Open() => fixture = new ReportFixture();

    [TearDown]
    public void Close() => fixture.Dispose();

    [TestCase(true, "finished", true)]
    [TestCase(false, "finished", true)]
    [TestCase(true, "interrupted", false)]
    [TestCase(true, "superseded", false)]
    [TestCase(true, "rolled back", true)]
    public async Task Report_json_is_as_its_published_schema_says(bool executed, string state, bool withResult)
    {
        await SampleRun.FillAsync(fixture.Staging, withResult, executed, findings: 8, state);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync((await fixture.ReportAsync()).Json));
        Assert.That(Complaints(report.RootElement), Is.Empty);
    }

    [Test]
    public async Task The_schema_refuses_what_is_not_a_report()
    {
        await SampleRun.FillAsync(fixture.Staging);
        var report = JsonNode.Parse(await File.ReadAllTextAsync((await fixture.ReportAsync()).Json))!;
        report["loading"]!["created"] = -1;
        using var forged = JsonDocument.Parse(report.ToJsonString());
        Assert.That(Complaints(forged.RootElement), Is.Not.Empty);
    }

    [Test]
    public async Task It_holds_the_result_and_what_the_report_is_drawn_from()
    {
        await SampleRun.FillAsync(fixture.Staging, findings: 8);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync((await fixture.ReportAsync()).Json));
        var root = report.RootElement;
        Assert.That(root.GetProperty("from").GetString(), Is.EqualTo("2024-01-01T00:00:00Z"));
        Assert.That(root.GetProperty("loading").GetProperty("created").GetInt64(), Is.EqualTo(4));
        Assert.That(root.GetProperty("books").EnumerateArray().Select(b => b.GetProperty("balances").GetBoolean()), Is.EqualTo(new[] { true, true, true, true }));
        Assert.That(root.GetProperty("findings").EnumerateArray().Sum(f => f.GetProperty("count").GetInt64()), Is.EqualTo(8));
        Assert.That(root.GetProperty("settings").GetProperty("Migration").GetProperty("Window").GetString(), Is.EqualTo("auto"));
        Assert.That(root.GetProperty("verdict").GetProperty("level").GetString(), Is.EqualTo("bad"));
    }

    private static List<string> Complaints(JsonElement report)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(SchemaFile()));
        var validator = new SchemaValidator(schema.RootElement);
        validator.Check(report);
        return validator.Complaints;
    }

    private static string SchemaFile([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "report.schema.json");
}
