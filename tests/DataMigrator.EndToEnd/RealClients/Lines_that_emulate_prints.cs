using System.Diagnostics;
using System.Runtime.Versioning;

namespace DataMigrator.EndToEnd.RealClients;

/// <summary><c>datamigrator emulate</c> in a process of its own; what it says to type is typed as it stands.</summary>
[Category("RealClients"), Parallelizable(ParallelScope.Self), SupportedOSPlatform("linux")]
public sealed class Lines_that_emulate_prints
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "DataMigrator.Cli.dll");

    [Test]
    public async Task Can_be_pasted_into_a_shell()
    {
        using var home = ClientHome.Create();
        using var emulator = Process.Start(home.Prepare("dotnet", Program, "emulate", "--tasks", "200"))!;
        try
        {
            var errors = emulator.StandardError.ReadToEndAsync();
            var printed = await ReadUntilAsync(emulator.StandardOutput, "Ctrl-C stops it.");
            await ProvideAsync(home, "sf", $"exec '{ClientTools.Node}' '{ClientTools.Sf}' \"$@\"");
            await ProvideAsync(home, "datamigrator", $"exec dotnet '{Program}' \"$@\"");

            var blocks = Blocks(printed);
            Assert.That(blocks.Select(b => b.Title), Is.EqualTo(new[] { "Salesforce CLI:", "Salesforce CLI, by token:", "This program:", "curl:" }));
            foreach (var (title, lines) in blocks)
            {
                var pasted = await home.RunAsync("bash", "-euc", $"export PATH=\"$HOME/bin:$PATH\"\n{lines}");

                // A dry run ends with 2 where more of the org's calls are rejected than is tolerated: it did run.
                Assert.That(pasted.ExitCode, title == "This program:" ? Is.EqualTo(0).Or.EqualTo(2) : Is.Zero, $"{title}\n{pasted}");
                Assert.That(pasted.Stdout, Does.Contain(title switch { "Salesforce CLI:" or "Salesforce CLI, by token:" => "Total number of records retrieved: 5", "curl:" => "\"DailyApiRequests\"", _ => "Report: " }), title);
            }

            var url = Fact(printed, "URL");
            using var reader = new OrgReader(new Uri(url), () => Fact(printed, "Access token"));
            var unknown = await reader.GetAsync("/_emulator/requests?known=false");
            Assert.That(unknown.GetProperty("requests").EnumerateArray().Select(r => $"{r.GetProperty("method")} {r.GetProperty("path")}"), Is.Empty);
            var seen = (await reader.GetAsync("/_emulator/requests")).GetProperty("requests").EnumerateArray().Select(r => r.GetProperty("path").GetString()!).ToList();
            Assert.That(seen, Has.Some.Contains("/query?q=SELECT%20Id%2C%20Subject%20FROM%20Task").And.Some.Contains("/jobs/query").And.Some.EndsWith("/limits"));

            await home.RunAsync("kill", "-INT", emulator.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
            using var patience = new CancellationTokenSource(ClientHome.Patience);
            await emulator.WaitForExitAsync(patience.Token);
            Assert.That(emulator.ExitCode, Is.Zero, await errors);
        }
        finally
        {
            if (!emulator.HasExited)
            {
                emulator.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<string> ReadUntilAsync(StreamReader output, string last)
    {
        using var patience = new CancellationTokenSource(ClientHome.Patience);
        var lines = new List<string>();
        while (await output.ReadLineAsync(patience.Token) is { } line)
        {
            lines.Add(line);
            if (line.Contains(last, StringComparison.Ordinal))
            {
                return string.Join('\n', lines);
            }
        }

        throw new EndOfStreamException($"emulate ended before it said \"{last}\":\n{string.Join('\n', lines)}");
    }

    /// <summary>The indented lines under each title that ends in a colon.</summary>
    private static List<(string Title, string Lines)> Blocks(string printed) =>
        [.. printed.Split("\n\n").Select(b => b.Split('\n')).Where(b => b.Length > 1 && b[0].EndsWith(':') && b[1].StartsWith("  ", StringComparison.Ordinal))
            .Select(b => (b[0], string.Join('\n', b.Skip(1).Select(l => l.Trim()))))];

    private static string Fact(string printed, string name) =>
        printed.Split('\n').Single(l => l.StartsWith(name + "  ", StringComparison.Ordinal))[name.Length..].Trim();

    private static async Task ProvideAsync(ClientHome home, string name, string script)
    {
        Directory.CreateDirectory(home.PathOf("bin"));
        var file = home.PathOf(Path.Combine("bin", name));
        await File.WriteAllTextAsync(file, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
