using Microsoft.Playwright;

namespace DataMigrator.EndToEnd.Reports;

/// <summary>The machine's own Chromium (Debian's package), without a word to the network.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (this.playwright, this.browser) = (playwright, browser);

    /// <summary>Where Chromium is: DATAMIGRATOR_CHROMIUM, or where distributions put it; null if there is none.</summary>
    public static string? Path => Environment.GetEnvironmentVariable("DATAMIGRATOR_CHROMIUM") ?? Candidates.FirstOrDefault(File.Exists);

    /// <summary>Skips the test where there is no Chromium, except in CI, where that is a failure.</summary>
    public static async Task<Chromium> StartAsync()
    {
        if (Path is not { } path)
        {
            const string message = "Chromium is not installed (apt-get install chromium, or set DATAMIGRATOR_CHROMIUM).";
            if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            {
                Assert.Fail(message);
            }

            Assert.Ignore(message);
            throw new InvalidOperationException(message);
        }

        var driver = await Playwright.CreateAsync();
        var started = await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        });
        return new Chromium(driver, started);
    }

    public async Task<IPage> OpenAsync(string file, int width = 1280, ColorScheme scheme = ColorScheme.Light, bool script = true, bool bypassPolicy = false)
    {
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme, JavaScriptEnabled = script, BypassCSP = bypassPolicy, Locale = "en-GB" });
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
