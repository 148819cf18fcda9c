using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataMigrator.Mapping.Assessing;
using DataMigrator.Reporting;

namespace DataMigrator.Tests.Mapping;

/// <summary>An assessment's files: the same figures on the page and as JSON, nothing of the org as markup, for the owner's eyes only.</summary>
[Parallelizable]
internal sealed class AssessmentReportTests
{
    private const string Nasty = "<img src=x onerror=alert(1)>";

    private static AssessmentReport Report() => new(
        new DateTimeOffset(2026, 11, 20, 8, 36, 32, TimeSpan.Zero),
        new AssessedRange("CreatedDate", new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), null),
        "https://acme.my.salesforce.com/", null, "acme", new string('a', 64),
        new Assessment(
            1200, 1000, 150, 50, 7200,
            [new Tally("2024", 1200)], [new Tally(Nasty, 3)], [new Tally("Call", 1200)], [new Tally("five9", 1200)], [new Tally("active", 1200)],
            [new Tally("Id", 1200), new Tally("Unused__c", 0)],
            [new ReasonCount("rejected", "FromPhoneNumber", "phone", "no number found", 50, "00T000000000001EAA")],
            [new Tally("Created", 1000)], [new Tally("Who", 1000)], [new Tally("User", 1000)],
            [new UnmappedValues("direction", "task-to-voicecall.yaml:160", [.. Enumerable.Range(1, 25).Select(i => new Tally("v" + i.ToString(CultureInfo.InvariantCulture), 2))], 7)],
            new CostForecast(12, 7, 16, 35, 1, 2_048_000, 210)) { Merged = 88, Chained = 442, SeveralLegs = 9 },
        [new AssessedPreset("five9", ["field Task.Five9ANI__c"])], [new Tally("Left_Behind__c", 17)]);

    private static async Task<(string Html, JsonElement Json, AssessmentPaths Paths)> WriteAsync(string folder)
    {
        var paths = await Report().WriteAsync(folder, CancellationToken.None);
        return (await File.ReadAllTextAsync(paths.Html), JsonDocument.Parse(await File.ReadAllTextAsync(paths.Json)).RootElement, paths);
    }

    private string folder = null!;

    [SetUp]
    public void Make() => folder = Directory.CreateTempSubdirectory("assessment").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task The_page_says_range_figures_reasons_presets_and_forecast()
    {
        var (html, _, _) = await WriteAsync(folder);
        Assert.Multiple(() =>
        {
            Assert.That(html, Does.Contain("CreatedDate: 2024-01-01 to open end").And.Contain("https://acme.my.salesforce.com/").And.Contain("embedded org"));
            Assert.That(html, Does.Contain("1,000 of 1,200 rows would become calls").And.Contain("no number found").And.Contain("00T000000000001EAA"));
            Assert.That(html, Does.Contain("field Task.Five9ANI__c").And.Contain("35 (12 to read, 7 for lookups, 16 to load)").And.Contain("3 min 30 s").And.Contain("2 MB"));
            Assert.That(html, Does.Contain("88 of the skipped log the call of another Task; 442 calls follow another leg; 9 Tasks tell of several legs").And.Contain("Left_Behind__c"));
            Assert.That(html, Does.Not.Contain("Unused__c"), "A field that no row fills is no news.");
            // 20 of 25 values are listed; the other 5 with 2 rows each, and 7 rows beyond the counter, are summed.
            Assert.That(html, Does.Contain("<bdi>v20</bdi>").And.Not.Contain("<bdi>v21</bdi>"));
            Assert.That(Regex.IsMatch(html, @"\(others\)</bdi></th><td class=""num"">17<", RegexOptions.None, TimeSpan.FromSeconds(5)), Is.True);
        });
    }

    [Test]
    public async Task Text_from_the_org_never_becomes_markup_and_nothing_is_asked_of_the_network()
    {
        var (html, _, _) = await WriteAsync(folder);
        Assert.Multiple(() =>
        {
            Assert.That(html, Does.Contain("&lt;img src=x").And.Not.Contain("<img").And.Not.Contain("<script"));
            Assert.That(html, Does.Contain("default-src 'none'").Or.Contain("default-src &#x27;none&#x27;"));
            Assert.That(Regex.Count(html, "(src|href)=\"(?!#)", RegexOptions.None, TimeSpan.FromSeconds(5)), Is.Zero);
        });
    }

    [Test]
    public async Task The_JSON_holds_the_same()
    {
        var (_, json, _) = await WriteAsync(folder);
        Assert.Multiple(() =>
        {
            Assert.That(json.GetProperty("range").GetProperty("from").GetString(), Is.EqualTo("2024-01-01T00:00:00Z"));
            Assert.That(json.GetProperty("assessment").GetProperty("rejected").GetInt64(), Is.EqualTo(50));
            Assert.That(json.GetProperty("assessment").GetProperty("byType")[0].GetProperty("name").GetString(), Is.EqualTo(Nasty));
            Assert.That(json.GetProperty("assessment").GetProperty("forecast").GetProperty("apiRequests").GetInt64(), Is.EqualTo(35));
            Assert.That((json.GetProperty("assessment").GetProperty("merged").GetInt64(), json.GetProperty("notRead")[0].GetProperty("name").GetString()), Is.EqualTo((88, "Left_Behind__c")));
            Assert.That(json.GetProperty("presets")[0].GetProperty("name").GetString(), Is.EqualTo("five9"));
        });
    }

    [Test]
    public async Task Fields_that_the_org_cannot_count_are_not_said_to_be_empty()
    {
        var paths = await (Report() with { NotRead = null }).WriteAsync(folder, CancellationToken.None);
        Assert.That(await File.ReadAllTextAsync(paths.Html), Does.Contain("the org can't count them"));
    }

    [Test]
    public async Task Files_are_the_owners_alone_in_a_folder_named_after_the_instant()
    {
        var (_, _, paths) = await WriteAsync(folder);
        Assert.That(paths.Html, Is.EqualTo(Path.Combine(folder, "assessment-20261120T083632Z", "assessment.html")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That((File.GetUnixFileMode(paths.Html), File.GetUnixFileMode(paths.Json)), Is.EqualTo((UnixFileMode.UserRead | UnixFileMode.UserWrite, UnixFileMode.UserRead | UnixFileMode.UserWrite)));
        }
    }

    [Test]
    public void A_folder_that_cannot_be_made_is_told()
    {
        var file = Path.Combine(folder, "taken");
        File.WriteAllText(file, string.Empty);
        Assert.That(async () => await Report().WriteAsync(file, CancellationToken.None), Throws.TypeOf<ReportException>().With.Message.Contains("--reports"));
    }
}
