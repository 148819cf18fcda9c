using System.Text.Json;
using System.Text.RegularExpressions;

namespace DataMigrator.Tests.Reporting;

internal sealed partial class HtmlReportTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private ReportFixture fixture = null!;

    [SetUp]
    public void Open() => fixture = new ReportFixture();

    [TearDown]
    public void Close() => fixture.Dispose();

    [Test]
    public async Task Text_from_the_org_never_becomes_markup()
    {
        await SampleRun.FillAsync(fixture.Staging, findings: 8);
        var html = await HtmlAsync();
        Assert.That(html, Does.Contain("&lt;img src=x onerror="));
        Assert.That(html, Does.Contain("&lt;/pre&gt;&lt;script&gt;alert(1)"));
        Assert.That(html, Does.Contain("\\u003Cimg src=x"));
        Assert.That(html, Does.Not.Contain("<img").And.Not.Contain("<script>alert"));
    }

    [Test]
    public async Task It_leads_with_the_verdict_and_its_figures()
    {
        await SampleRun.FillAsync(fixture.Staging);
        var html = await HtmlAsync();
        Assert.That(html, Does.Contain("<div><dt>Tasks read</dt><dd>10</dd></div>").And.Contain("<div><dt>calls among them</dt><dd>6</dd></div>").And.Contain("<div><dt>could not be mapped</dt><dd>3</dd></div>"));
        Assert.That(html.IndexOf("verdict-title", StringComparison.Ordinal), Is.LessThan(html.IndexOf("<dt>Run</dt>", StringComparison.Ordinal)));
    }

    [Test]
    public async Task It_asks_the_network_for_nothing()
    {
        await SampleRun.FillAsync(fixture.Staging, findings: 8);
        var html = await HtmlAsync();
        Assert.That(html, Does.Contain("default-src &#x27;none&#x27;").Or.Contain("default-src 'none'"));
        Assert.That(ExternalReference().Matches(html).Select(m => m.Value), Is.Empty);
    }

    [Test]
    public async Task Phone_numbers_are_masked_on_the_page()
    {
        await SampleRun.FillAsync(fixture.Staging, findings: 8);
        var html = System.Net.WebUtility.HtmlDecode(await HtmlAsync());
        Assert.That(html, Does.Contain("+•••••••••00"));
        Assert.That(html, Does.Not.Contain("4155550100").And.Not.Contain("555 0100"));
    }

    [Test]
    public async Task The_books_are_written_out_and_add_up()
    {
        await SampleRun.FillAsync(fixture.Staging);
        var books = Section(await HtmlAsync(), "books");
        Assert.That(Numbers(books, "mapping"), Is.EqualTo(new[] { 10, 6, 1, 3, 0, 10, 1, 1, 1 }), "the last three stand beside: merged, chained, of several legs");
        Assert.That(Numbers(books, "loading"), Is.EqualTo(new[] { 6, 4, 1, 0, 0, 0, 1, 0, 6 }));
        Assert.That(Numbers(books, "reconciliation"), Is.EqualTo(new[] { 5, 5, 0, 0, 0, 5, 0 }));
        Assert.That(Regex.Count(books, "✓ adds up"), Is.EqualTo(4));
    }

    [Test]
    public async Task Charts_have_a_title_a_description_and_their_figures_as_a_table()
    {
        await SampleRun.FillAsync(fixture.Staging);
        var charts = Section(await HtmlAsync(), "charts");
        Assert.That(Regex.Count(charts, "<svg [^>]*role=\"img\" aria-labelledby"), Is.EqualTo(3));
        Assert.That(Regex.Count(charts, "<title id="), Is.EqualTo(3));
        Assert.That(Regex.Count(charts, "<desc id="), Is.EqualTo(3));

        // January 60+120+180+240 = 600 s, February empty but there, March 300+360 = 660 s.
        Assert.That(charts, Does.Contain("2024-01</bdi></th><td class=\"num\">4</td><td class=\"num\">600</td>"));
        Assert.That(charts, Does.Contain("2024-02</bdi></th><td class=\"num\">0</td>"));
        Assert.That(charts, Does.Contain("2024-03</bdi></th><td class=\"num\">2</td><td class=\"num\">660</td>"));
    }

    [Test]
    public async Task How_times_and_numbers_were_found_is_counted()
    {
        await SampleRun.FillAsync(fixture.Staging);
        var method = Section(await HtmlAsync(), "method");
        Assert.That(method, Does.Contain("text of the Subject</th><td class=\"num\">5</td>"));
        Assert.That(method, Does.Contain("ActivityDate (a day, no time)</th><td class=\"num\">1</td>"));
        Assert.That(method, Does.Contain("WhoId)</th><td class=\"num\">6</td>"));
        Assert.That(method, Does.Contain("1 calls follow another leg"));
    }

    [Test]
    public async Task The_first_rows_are_there_without_a_script_and_all_with_one()
    {
        await SampleRun.FillAsync(fixture.Staging, findings: 1000);
        var html = await HtmlAsync();
        Assert.That(Regex.Count(Section(html, "findings"), "<tr><td class=\"num\">"), Is.EqualTo(200));
        var block = DataBlock().Match(html).Groups["json"].Value;
        using var data = JsonDocument.Parse(block);
        Assert.That(data.RootElement.GetProperty("rows").GetArrayLength(), Is.EqualTo(1000));
        Assert.That(block, Does.Not.Contain("<"));
    }

    [Test]
    public async Task A_dry_run_says_what_would_be()
    {
        await SampleRun.FillAsync(fixture.Staging, executed: false);
        var html = await HtmlAsync();
        Assert.That(html, Does.Contain("Dry run, nothing was written: 5 calls would be created, 1 changed"));
        Assert.That(html, Does.Contain("would be created</td><td class=\"num\">5</td>"));
        Assert.That(Section(html, "changes"), Does.Contain("FromPhoneNumber</th><td>update</td><td class=\"num\">1</td>"));
    }

    [Test]
    public async Task An_interrupted_run_is_counted_from_its_tables()
    {
        await SampleRun.FillAsync(fixture.Staging, withResult: false, state: "interrupted");
        var html = await HtmlAsync();
        Assert.That(html, Does.Contain("Interrupted during loading: not finished"));
        Assert.That(Numbers(Section(html, "books"), "loading"), Is.EqualTo(new[] { 6, 4, 1, 0, 0, 0, 1, 0, 6 }));
        Assert.That(Numbers(Section(html, "books"), "mapping"), Is.EqualTo(new[] { 10, 6, 1, 3, 0, 10, 1, 1, 1 }), "the last three stand beside: merged, chained, of several legs");
    }

    private async Task<string> HtmlAsync() => await File.ReadAllTextAsync((await fixture.ReportAsync()).Html);

    private static string Section(string html, string id) => Regex.Match(html, $"<section id=\"{id}\".*?</section>", RegexOptions.Singleline, Patience).Value;

    private static int[] Numbers(string books, string stage)
    {
        var body = Regex.Match(books, $"<tbody><tr><th[^>]*>{stage}</th>.*?</tbody>", RegexOptions.Singleline, Patience).Value;
        return [.. Regex.Matches(body, "<td class=\"num\">(?<n>[0-9,]+)</td>", RegexOptions.ExplicitCapture, Patience).Select(m => int.Parse(m.Groups["n"].Value.Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture))];
    }

    [GeneratedRegex("""(?:src|href)="(?!#)[^"]*"|url\(|@import|https?://(?!evil)""", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex ExternalReference();

    [GeneratedRegex("""<script type="application/json" id="findings-data">(?<json>.*?)</script>""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex DataBlock();
}
