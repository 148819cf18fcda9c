using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using SalesforceEmulator;

namespace DataMigrator.EndToEnd.Killed;

/// <summary>
/// A migration of 20,000 Tasks, ended at random instants. Each chain has an org of its own and is ended again and again, with the same command, until a run
/// gets through. <c>TEST_KILLS</c> asks for more than the usual number.
/// </summary>
public sealed class At_random_instants
{
    private const int Seed = 20261120;
    private const int ChainsAtOnce = 2;
    private static readonly EmulatorOptions Large = new() { Tasks = 20_000, Seed = 5, JobDelay = TimeSpan.FromMilliseconds(5), ResultPageSize = 1_500 };
    private readonly ConcurrentBag<TimeSpan> lastBreaths = [];
    private string pristine = null!;
    private UncutRun uncut = null!;
    private TimeSpan whole;

    private static int Kills => int.Parse(Environment.GetEnvironmentVariable("TEST_KILLS") ?? "100", CultureInfo.InvariantCulture);

    [OneTimeSetUp]
    public async Task Generate()
    {
        pristine = Directory.CreateTempSubdirectory("datamigrator-org-").FullName;
        await using (var made = await Emulator.StartAsync(Large with { DataDirectory = pristine }, CancellationToken.None))
        {
            Assert.That(made.Url.IsLoopback, Is.True);
        }

        using var copy = new OrgCopy(pristine);
        await using var org = await Emulator.StartAsync(Large with { DataDirectory = copy.Folder }, CancellationToken.None);
        using var work = Place(org, 0);
        var started = Stopwatch.GetTimestamp();
        uncut = await UncutRun.OfAsync(org, work);
        whole = Stopwatch.GetElapsedTime(started);
        TestContext.Progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Uncut: {whole.TotalSeconds:F1} s, {uncut.Requests} requests"));
    }

    [OneTimeTearDown]
    public void Delete() => Directory.Delete(pristine, recursive: true);

    [Test]
    public Task Killed_a_migration_of_20_000_rows_loses_and_doubles_nothing() => RepeatAsync(Kills, run => run.KillAsync(), Migrator.Killed);

    [Test]
    public async Task Interrupted_it_ends_within_two_seconds_with_exit_130_and_goes_on()
    {
        lastBreaths.Clear();
        await RepeatAsync(Math.Max(12, Kills / 10), InterruptAsync, Migrator.Interrupted);

        // The middle one: a single one may meet a machine that is busy with something else.
        var sorted = lastBreaths.Order().ToList();
        TestContext.Progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Ended after {sorted[sorted.Count / 2].TotalSeconds:F2} s, at most {sorted[^1].TotalSeconds:F2} s"));
        Assert.That(sorted[sorted.Count / 2], Is.LessThan(TimeSpan.FromSeconds(2)));
    }

    private async Task InterruptAsync(Migrator run)
    {
        var sent = Stopwatch.GetTimestamp();
        run.Interrupt();
        await run.EndAsync();
        lastBreaths.Add(Stopwatch.GetElapsedTime(sent));
    }

    /// <summary>Chain after chain, until so many runs were ended.</summary>
    private async Task RepeatAsync(int times, Func<Migrator, Task> end, int exitCode)
    {
        var chain = 0;
        var ended = 0;
        await Task.WhenAll(Enumerable.Range(0, ChainsAtOnce).Select(async _ =>
        {
            while (Volatile.Read(ref ended) < times)
            {
                Interlocked.Add(ref ended, await ChainAsync(Interlocked.Increment(ref chain), end, exitCode));
            }
        }));
    }

    /// <returns>How often it was ended.</returns>
    private async Task<int> ChainAsync(int chain, Func<Migrator, Task> end, int exitCode)
    {
        using var copy = new OrgCopy(pristine);
        await using var org = await Emulator.StartAsync(Large with { DataDirectory = copy.Folder }, CancellationToken.None);
        using var work = Place(org, chain);
        var random = new Random(Seed + chain);
        var instants = new List<string>();
        while (true)
        {
            using var run = Migrator.Start(work, UncutRun.Command);

            // Early ones first, so that a chain is ended often; later and later, so that it comes to its end on a machine that got slower.
            var instant = random.NextDouble() * whole * (0.5 + (0.05 * instants.Count));
            // The one delay that is meant: a random instant is what is tested.
            await Task.WhenAny(run.EndAsync(), Task.Delay(instant));
            await end(run);
            var outcome = await run.EndAsync();
            if (outcome.ExitCode != exitCode)
            {
                TestContext.Progress.WriteLine($"Chain {chain}: exit {outcome.ExitCode} after {instants.Count} × {exitCode} ({string.Join(", ", instants)} s)");
                await uncut.AssertEqualAsync(org, work, outcome);
                return instants.Count;
            }

            instants.Add(instant.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>By turns several windows, whose pages are walked by locator, and one, whose pages are read side by side.</summary>
    private static Workplace Place(Emulator org, int chain) => Workplace.For(org)
        .Set("Migration:RowsPerPage", "1500").Set("Migration:RowsPerJob", "2000").Set("Migration:MaxRowsPerWindow", chain % 2 == 0 ? "7000" : "1000000").Set("Migration:MaxRejected", "30%");
}
