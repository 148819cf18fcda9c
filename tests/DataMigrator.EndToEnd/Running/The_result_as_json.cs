using System.Text.Json;
using SalesforceEmulator;

namespace DataMigrator.EndToEnd.Running;

/// <summary>Other programs rely on these names.</summary>
public sealed class The_result_as_json
{
    private static readonly (string Part, string[] Keys)[] Contract =
    [
        ("extraction", ["expected", "read", "pages", "apiRequests"]),
        ("mapping", ["read", "mapped", "skipped", "rejected", "left", "reasons"]),
        ("loading", ["read", "created", "updated", "replaced", "unchanged", "blocked", "failed", "left", "errors"]),
        ("reconciliation", ["read", "matched", "mismatched", "missing", "extra", "totals"]),
        ("reports", ["html", "json", "findings", "rejected", "failed"]),
    ];

    [Test]
    public async Task Has_every_key_of_the_contract()
    {
        await using var org = await Emulator.StartAsync(new EmulatorOptions { Tasks = 300, Seed = 3 }, CancellationToken.None);
        using var work = Workplace.For(org).Set("Migration:MaxRejected", "30%");

        var result = (await work.RunAsync("run", "--execute", "--from", "2016-01-01", "--to", "2030-01-01", "--json")).Json;

        Assert.That(result.GetProperty("runId").GetString(), Does.Match(@"^\d{8}T\d{6}Z-[0-9a-f]{4}$"));
        Assert.That(result.GetProperty("command").GetString(), Is.EqualTo("run"));
        Assert.That(result.GetProperty("executed").GetBoolean(), Is.True);
        Assert.That(result.GetProperty("from").GetString(), Is.EqualTo("2016-01-01T00:00:00Z"));
        Assert.That(result.GetProperty("to").GetString(), Is.EqualTo("2030-01-01T00:00:00Z"));
        Assert.That(result.GetProperty("exitCode").GetInt32(), Is.Zero);
        Assert.That(result.GetProperty("booksBalance").GetBoolean(), Is.True);
        Assert.That(result.GetProperty("seconds").GetDouble(), Is.GreaterThan(0));
        Assert.That(result.GetProperty("peakMemoryBytes").GetInt64(), Is.GreaterThan(10_000_000));
        foreach (var (part, keys) in Contract)
        {
            Assert.That(keys.Where(key => !result.GetProperty(part).TryGetProperty(key, out _)), Is.Empty, part);
        }

        var totals = result.GetProperty("reconciliation").GetProperty("totals");
        Assert.That(totals.GetProperty("sourceDurationSeconds").GetInt64(), Is.EqualTo(totals.GetProperty("targetDurationSeconds").GetInt64()));
        var reason = result.GetProperty("mapping").GetProperty("reasons")[0];
        Assert.That(new[] { "kind", "field", "rule", "reason", "count", "example" }.Where(key => !reason.TryGetProperty(key, out _)), Is.Empty);
        Assert.That(Contract[^1].Keys.Select(key => result.GetProperty("reports").GetProperty(key).GetString()), Has.All.Matches<string>(File.Exists));
    }

    [TestCase("extract", "extraction", new[] { "mapping", "loading", "reconciliation" })]
    public async Task A_stage_gives_its_part(string command, string part, string[] absent)
    {
        await using var org = await Emulator.StartAsync(new EmulatorOptions { Tasks = 60 }, CancellationToken.None);
        using var work = Workplace.For(org);

        var result = (await work.RunAsync(command, "--json")).Json;

        Assert.That(result.GetProperty("command").GetString(), Is.EqualTo(command));
        Assert.That(result.TryGetProperty(part, out var own) && own.ValueKind == JsonValueKind.Object, Is.True);
        Assert.That(absent.Where(name => result.TryGetProperty(name, out _)), Is.Empty);
    }

    [Test]
    public async Task Stages_one_after_the_other_come_to_the_same_end_as_one_run()
    {
        await using var org = await Emulator.StartAsync(new EmulatorOptions { Tasks = 200, Seed = 11 }, CancellationToken.None);
        using var work = Workplace.For(org).Set("Migration:MaxRejected", "30%");
        var planned = (await work.RunAsync("run", "--json")).Json.GetProperty("loading").GetProperty("created").GetInt64();
        using var staged = Workplace.For(org).Set("Migration:MaxRejected", "30%");

        Assert.That((await staged.RunAsync("extract")).ExitCode, Is.Zero);
        Assert.That((await staged.RunAsync("map")).ExitCode, Is.Zero);
        var loaded = await staged.RunAsync("load", "--execute", "--json");
        var reconciled = await staged.RunAsync("reconcile", "--json");

        Assert.That(loaded.ExitCode, Is.Zero);
        Assert.That(loaded.Json.GetProperty("loading").GetProperty("created").GetInt64(), Is.EqualTo(planned).And.GreaterThan(100));
        Assert.That(reconciled.ExitCode, Is.Zero);
        Assert.That(reconciled.Json.GetProperty("reconciliation").GetProperty("matched").GetInt64(), Is.EqualTo(planned));
    }
}
