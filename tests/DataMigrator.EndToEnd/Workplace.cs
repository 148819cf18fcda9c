using System.Text.Json;
using System.Text.Json.Nodes;
using DataMigrator.Cli;
using SalesforceEmulator;

namespace DataMigrator.EndToEnd;

/// <summary>A temporary folder with settings that point at an org, and the program run in it as a user would, minus the process.</summary>
internal sealed class Workplace : IDisposable
{
    private static readonly Lock DirectoryGate = new();
    private readonly JsonObject settings;

    private Workplace(string folder, JsonObject settings)
    {
        Folder = folder;
        this.settings = settings;
        Write();
    }

    public string Folder { get; }

    public string StagingPath => Path.Combine(Folder, "staging", "test.db");

    public string ReportsDirectory => Path.Combine(Folder, "reports");

    public string ConfigFile => Path.Combine(Folder, "settings.json");

    public static Workplace For(Emulator org) => For(org.Url, org.AccessToken);

    public static Workplace For(Uri url, string accessToken)
    {
        var folder = Directory.CreateTempSubdirectory("datamigrator-").FullName;
        return new Workplace(folder, new JsonObject
        {
            ["Source"] = new JsonObject
            {
                ["InstanceUrl"] = url.ToString().TrimEnd('/'),
                ["Auth"] = new JsonObject { ["Flow"] = "accessToken", ["AccessToken"] = accessToken },
            },
            ["Migration"] = new JsonObject { ["RetryDelay"] = "00:00:00.05" },
            ["Staging"] = new JsonObject { ["Path"] = Path.Combine(folder, "staging", "test.db") },
            ["Reports"] = new JsonObject { ["Directory"] = Path.Combine(folder, "reports") },
        });
    }

    /// <summary>Changes one setting for the runs to come, such as <c>Migration:RowsPerPage</c>.</summary>
    public Workplace Set(string key, string value)
    {
        var node = settings;
        var path = key.Split(':');
        foreach (var part in path[..^1])
        {
            node[part] ??= new JsonObject();
            node = node[part]!.AsObject();
        }

        node[path[^1]] = value;
        Write();
        return this;
    }

    public async Task<Outcome> RunAsync(CancellationToken cancellationToken, params string[] args)
    {
        using var stdout = new StringWriter();
        using var stderr = new StringWriter();
        var exitCode = await CommandLine.InvokeAsync([.. args, "--config", ConfigFile], stdout, stderr, TimeProvider.System, cancellationToken);
        TestContext.Out.WriteLine($"$ datamigrator {string.Join(' ', args)} → {exitCode}\n{stdout}{stderr}");
        return new Outcome(exitCode, stdout.ToString(), stderr.ToString());
    }

    public Task<Outcome> RunAsync(params string[] args) => RunAsync(CancellationToken.None, args);

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }

    private void Write()
    {
        lock (DirectoryGate)
        {
            File.WriteAllText(ConfigFile, settings.ToJsonString());
        }
    }
}

/// <summary>How a command ended.</summary>
internal sealed record Outcome(int ExitCode, string Stdout, string Stderr)
{
    /// <summary>The one JSON document that --json prints.</summary>
    public JsonElement Json => JsonDocument.Parse(Stdout).RootElement;
}
