using System.Diagnostics;
using DataMigrator.Tests.Reporting;
using Microsoft.Playwright;

namespace DataMigrator.EndToEnd.Reports;

/// <summary>What only a browser can say of report.html. Set DATAMIGRATOR_SCREENSHOTS to a folder to look at the pages.</summary>
[Category("Browser"), NonParallelizable]
internal sealed class ReportInABrowserTests
{
    private Chromium chromium = null!;
    private ReportFixture fixture = null!;
    private string report = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        chromium = await Chromium.StartAsync();
        fixture = new ReportFixture();
        await SampleRun.FillAsync(fixture.Staging, findings: 1000);
        await SampleRun.AddTenYearsAsync(fixture.Staging);
        report = (await fixture.ReportAsync()).Html;
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        fixture?.Dispose();
        if (chromium is not null)
        {
            await chromium.DisposeAsync();
        }
    }

    [Test]
    public async Task Nothing_is_fetched_nothing_is_refused_and_no_text_runs()
    {
        var page = await chromium.OpenAsync("/dev/null");
        List<string> requests = [];
        List<string> complaints = [];
        page.Request += (_, request) => requests.Add(request.Url);
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync(new Uri(report).AbsoluteUri);
        await page.GetByLabel("Search").FillAsync("onerror");
        await Assertions.Expect(page.Locator("#finding-count")).ToHaveTextAsync("1 of 1,000 findings");
        await page.Locator("#finding-table tbody button").First.ClickAsync();
        await Assertions.Expect(page.Locator("#finding-detail")).ToContainTextAsync(SampleRun.Evil);

        Assert.That(requests, Is.EqualTo(new[] { new Uri(report).AbsoluteUri }));
        Assert.That(complaints, Is.Empty);
        Assert.That(await page.TitleAsync(), Does.Contain(SampleRun.Id));
        Assert.That(await page.Locator("img").CountAsync(), Is.Zero);
    }

    [Test]
    public async Task Findings_can_be_searched_filtered_and_sorted()
    {
        var page = await chromium.OpenAsync(report);
        var count = page.Locator("#finding-count");
        await Assertions.Expect(count).ToHaveTextAsync("1,000 of 1,000 findings");

        // A quarter of the sample is missing, a quarter edited-since, …
        await page.Locator("#finding-class").SelectOptionAsync(new SelectOptionValue { Label = "edited-since (250)" });
        await Assertions.Expect(count).ToHaveTextAsync("250 of 1,000 findings");
        await page.Locator("#finding-class").SelectOptionAsync("");

        await page.GetByRole(AriaRole.Button, new() { Name = "Task", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Task", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Task", Exact = true })).ToHaveAttributeAsync("aria-sort", "descending");
        await Assertions.Expect(page.Locator("#finding-table tbody tr:not(.pad)").First).ToContainTextAsync(SampleRun.TaskId(999));
    }

    [Test]
    public async Task The_last_finding_is_reached_by_scrolling_with_few_rows_in_the_page()
    {
        var page = await chromium.OpenAsync(report);
        await page.GetByRole(AriaRole.Button, new() { Name = "Task", Exact = true }).ClickAsync();
        await page.Locator("#finding-view").EvaluateAsync("e => { e.scrollTop = e.scrollHeight; }");
        await Assertions.Expect(page.Locator("#finding-table tbody tr:not(.pad)").Last).ToContainTextAsync(SampleRun.TaskId(999));
        Assert.That(await page.Locator("#finding-table tbody tr").CountAsync(), Is.LessThan(60));
    }

    [Test]
    public async Task Without_scripts_the_first_findings_are_readable()
    {
        var page = await chromium.OpenAsync(report, script: false);
        Assert.That(await page.Locator("#finding-table tbody tr").CountAsync(), Is.EqualTo(200));
        Assert.That(await page.GetByText("the first 200 are shown").IsVisibleAsync(), Is.True);
    }

    [TestCase(320)]
    [TestCase(400)]
    [TestCase(1280)]
    public async Task The_page_never_scrolls_sideways(int width)
    {
        var page = await chromium.OpenAsync(report, width);
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        var wide = await page.EvaluateAsync<string[]>(
            "w => [...document.querySelectorAll('main *, header *')].filter(e => !e.closest('.scroll, pre, svg, .sr, .skip') && e.getBoundingClientRect().right > w).map(e => e.tagName + ' ' + e.className + ' ' + e.textContent.slice(0, 40))", width);
        Assert.That(wide, Is.Empty);
        Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(width));
        await Shot(page, $"width-{width}");
    }

    [TestCase(ColorScheme.Light, 1280)]
    [TestCase(ColorScheme.Dark, 1280)]
    [TestCase(ColorScheme.Dark, 400)]
    public async Task Axe_finds_no_violation(ColorScheme scheme, int width)
    {
        var axe = AxeCore.Path;
        var page = await chromium.OpenAsync(report, width, scheme, bypassPolicy: true);
        await page.Locator("#finding-table tbody button").First.ClickAsync();
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        await page.AddScriptTagAsync(new() { Path = axe });
        var violations = await page.EvaluateAsync<string[]>(
            "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target + ' ' + n.failureSummary).join(' | '))");
        Assert.That(violations, Is.Empty);
        await Shot(page, $"{scheme}-{width}");
    }

    [Test]
    public async Task Everything_is_reached_by_keyboard()
    {
        var page = await chromium.OpenAsync(report);
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator(".skip")).ToBeFocusedAsync();
        HashSet<string> reached = [];
        for (var i = 0; i < 60; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            reached.Add(await page.EvaluateAsync<string>("document.activeElement.id || document.activeElement.tagName"));
        }

        Assert.That(reached, Is.SupersetOf(new[] { "A", "SUMMARY", "finding-search", "finding-status", "finding-class", "finding-field", "finding-view", "BUTTON" }));
    }

    [Test]
    public async Task On_paper_filters_are_gone_and_there_is_room_to_sign()
    {
        var page = await chromium.OpenAsync(report);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await page.EvaluateAsync("dispatchEvent(new Event('beforeprint'))");
        Assert.That(await page.Locator("#finding-filters").IsVisibleAsync(), Is.False);
        Assert.That(await page.GetByText("Signature", new() { Exact = true }).IsVisibleAsync(), Is.True);
        Assert.That(await page.Locator("#finding-table tbody tr").CountAsync(), Is.EqualTo(500));
        var pdf = await page.PdfAsync(new() { Format = "A4" });
        Assert.That(pdf, Has.Length.GreaterThan(10_000));
        if (Screenshots is { } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "print.pdf"), pdf);
        }
    }

    [Test]
    public async Task A_hundred_thousand_findings_open_and_answer()
    {
        using var large = new ReportFixture();
        await SampleRun.FillAsync(large.Staging, findings: 100_000);
        var file = (await large.ReportAsync()).Html;
        var watch = Stopwatch.StartNew();
        var page = await chromium.OpenAsync(file);
        await Assertions.Expect(page.Locator("#finding-count")).ToHaveTextAsync("100,000 of 100,000 findings");
        TestContext.Out.WriteLine($"opened in {watch.ElapsedMilliseconds} ms ({new FileInfo(file).Length / 1048576.0:0.0} MB)");
        watch.Restart();
        await page.GetByLabel("Search").FillAsync("connected 99998");
        await Assertions.Expect(page.Locator("#finding-count")).ToHaveTextAsync("0 of 100,000 findings");
        await page.GetByLabel("Search").FillAsync("connected 99999");
        await Assertions.Expect(page.Locator("#finding-count")).ToHaveTextAsync("1 of 100,000 findings");
        TestContext.Out.WriteLine($"searched twice in {watch.ElapsedMilliseconds} ms");
    }

    private static string? Screenshots => Environment.GetEnvironmentVariable("DATAMIGRATOR_SCREENSHOTS");

    private static async Task Shot(IPage page, string name)
    {
        if (Screenshots is { } folder)
        {
            await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = false)");
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        }
    }
}
