using System.Diagnostics;
using System.Text.Json;

namespace DataMigrator.EndToEnd.RealClients;

/// <summary>A scratch home folder in which clients written for Salesforce run as child processes: nobody's logins are touched, nothing is sent out.</summary>
internal sealed class ClientHome : IDisposable
{
    /// <summary>For one child process; a busy machine makes Node slow to start.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private ClientHome(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Given to the clients on top of what keeps them quiet.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public static ClientHome Create()
    {
        ClientTools.Require(ClientTools.Node);
        ClientTools.Require(ClientTools.Sf);
        return new ClientHome(Directory.CreateTempSubdirectory("real-client-").FullName);
    }

    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>Runs <c>sf … --json</c>, which has to end well, and gives its result.</summary>
    public async Task<JsonElement> SfAsync(params string[] arguments)
    {
        var printed = await RunAsync(ClientTools.Node, [ClientTools.Sf, .. arguments, "--json"]);
        Assert.That(printed.ExitCode, Is.Zero, printed.ToString);
        return JsonDocument.Parse(printed.Stdout).RootElement.GetProperty("result");
    }

    /// <summary>Runs one of the wrappers of scripts/clients, which has to end well.</summary>
    public async Task<Printed> ScriptAsync(string script, params string[] arguments)
    {
        var printed = await RunAsync(ClientTools.Node, [Path.Combine(Checkout.Root, "scripts", "clients", script), .. arguments]);
        Assert.That(printed.ExitCode, Is.Zero, printed.ToString);
        return printed;
    }

    /// <summary>A process that starts in this home, its output redirected.</summary>
    public ProcessStartInfo Prepare(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };

        // jsforce sends everything through a proxy if there is one, loopback too, whatever NO_PROXY says.
        foreach (var name in start.Environment.Keys.Where(IsUnwanted).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["HOME"] = Folder;
        start.Environment["NODE_PATH"] = ClientTools.Packages;
        start.Environment["NO_COLOR"] = "1";
        start.Environment["SF_USE_GENERIC_UNIX_KEYCHAIN"] = "true";
        start.Environment["SF_DISABLE_TELEMETRY"] = "true";
        start.Environment["SF_AUTOUPDATE_DISABLE"] = "true";
        start.Environment["SF_SKIP_NEW_VERSION_CHECK"] = "true";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    public async Task<Printed> RunAsync(string program, params IEnumerable<string> arguments)
    {
        var start = Prepare(program, arguments);
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            var printed = new Printed(string.Join(' ', start.ArgumentList), process.ExitCode, await output, await errors);
            TestContext.Out.WriteLine($"{watch.Elapsed.TotalSeconds,5:0.0} s  {Path.GetFileName(program)} {string.Join(' ', start.ArgumentList.Take(4).Select(a => a.Split('\n')[0]))}");
            return printed;
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"Not done after {Patience}: {string.Join(' ', start.ArgumentList)}", e);
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static bool IsUnwanted(string name) =>
        name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase) || name.StartsWith("SF_", StringComparison.Ordinal) || name.StartsWith("SFDX_", StringComparison.Ordinal) || name == "NODE_OPTIONS";
}

/// <summary>What a client printed.</summary>
internal sealed record Printed(string Command, int ExitCode, string Stdout, string Stderr)
{
    public override string ToString() => $"{Command}\nended with {ExitCode}\n{Stdout}\n{Stderr}";
}
