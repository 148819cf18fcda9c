using System.ComponentModel;
using System.Diagnostics;

namespace DataMigrator.EndToEnd.Reports;

/// <summary>The accessibility checker axe-core: where DATAMIGRATOR_AXE points to, or fetched once from npm into the temporary folder.</summary>
internal static class AxeCore
{
    private const string Version = "4.14.1";

    /// <summary>Path of axe.min.js. Skips the test if it can't be had, except in CI, where that is a failure.</summary>
    public static async Task<string> PathAsync()
    {
        if (Environment.GetEnvironmentVariable("DATAMIGRATOR_AXE") is { Length: > 0 } given)
        {
            return given;
        }

        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"datamigrator-axe-{Version}")).FullName;
        var path = Path.Combine(folder, "node_modules", "axe-core", "axe.min.js");
        if (!File.Exists(path))
        {
            await FetchAsync(folder);
        }

        if (!File.Exists(path))
        {
            const string message = "axe-core can't be fetched (npm is missing or offline); set DATAMIGRATOR_AXE to its axe.min.js.";
            if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            {
                Assert.Fail(message);
            }

            Assert.Ignore(message);
        }

        return path;
    }

    private static async Task FetchAsync(string folder)
    {
        try
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["install", "--prefix", folder, "--no-save", "--ignore-scripts", $"axe-core@{Version}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = npm.StandardOutput.ReadToEndAsync();
            var errors = npm.StandardError.ReadToEndAsync();
            await npm.WaitForExitAsync();
            TestContext.Out.WriteLine(await output + await errors);
        }
        catch (Win32Exception missing)
        {
            TestContext.Out.WriteLine(missing.Message);
        }
    }
}
