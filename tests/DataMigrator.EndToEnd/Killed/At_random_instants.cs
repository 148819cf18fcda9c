using System.Diagnostics;
using System.Globalization;
using SalesforceEmulator;

namespace DataMigrator.EndToEnd.Killed;

/// <summary>
/// SIGKILL at random instants of a migration of 20,000 Tasks. Each chain has an org of its own and is killed again and again with the same command until a run
/// gets to its end. <c>TEST_KILLS</c> asks for more than the usual number.
/// </summary>
public sealed class At_random_instants
{
    private const int Seed = 20261120;
    private static readonly EmulatorOptions Large = new() { Tasks = 20_000, Seed = 5, JobDelay = TimeSpan.FromMilliseconds(5) };
    private string pristine = null!;

    private static int Kills => int.Parse(Environment.GetEnvironmentVariable("TEST_KILLS") ?? "100", CultureInfo.InvariantCulture);

    [SetUp]
    public async Task Generate()
    {
        pristine = Directory.CreateTempSubdirectory("datamigrator-org-").FullName;
        await using var org = await Emulator.StartAsync(Large with { DataDirectory = pristine }, CancellationToken.None);
    }

    [TearDown]
    public void Delete() => Directory.Delete(pristine, recursive: true);

    [Test]
    public async Task A_migration_of_20_000_rows_loses_and_doubles_nothing()
    {
        var (uncut, whole) = await UncutAsync();
        TestContext.Progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Uncut: {whole.TotalSeconds:F1} s, {uncut.Requests} requests"));
        var random = new Random(Seed);
        var kills = 0;
        for (var chain = 1; kills < Kills; chain++)
        {
            kills += await ChainAsync(random, whole, uncut, chain);
        }
    }

    /// <returns>How often it was killed.</returns>
    private async Task<int> ChainAsync(Random random, TimeSpan whole, UncutRun uncut, int chain)
    {
        using var copy = new OrgCopy(pristine);
        await using var org = await Emulator.StartAsync(Large with { DataDirectory = copy.Folder }, CancellationToken.None);
        using var work = Place(org);
        var instants = new List<double>();
        while (true)
        {
            using var run = Migrator.Start(work, UncutRun.Command);
            var instant = random.NextDouble() * whole;
            await Task.WhenAny(run.EndAsync(), Task.Delay(instant));
            await run.KillAsync();
            var outcome = await run.EndAsync();
            if (outcome.ExitCode != Migrator.Killed)
            {
                TestContext.Progress.WriteLine($"Chain {chain}, {outcome.ExitCode}: killed after {string.Join(", ", instants.Select(at => at.ToString("F2", CultureInfo.InvariantCulture)))} s");
                await uncut.AssertEqualAsync(org, work, outcome);
                return instants.Count;
            }

            instants.Add(instant.TotalSeconds);
        }
    }

    private async Task<(UncutRun Uncut, TimeSpan Took)> UncutAsync()
    {
        using var copy = new OrgCopy(pristine);
        await using var org = await Emulator.StartAsync(Large with { DataDirectory = copy.Folder }, CancellationToken.None);
        using var work = Place(org);
        var started = Stopwatch.GetTimestamp();
        var uncut = await UncutRun.OfAsync(org, work);
        return (uncut, Stopwatch.GetElapsedTime(started));
    }

    private static Workplace Place(Emulator org) =>
        Workplace.For(org).Set("Migration:RowsPerPage", "1500").Set("Migration:RowsPerJob", "2000").Set("Migration:MaxRowsPerWindow", "7000").Set("Migration:MaxRejected", "30%");

    /// <summary>An org's files, to be used up.</summary>
    private sealed class OrgCopy : IDisposable
    {
        public OrgCopy(string folder)
        {
            Folder = Directory.CreateTempSubdirectory("datamigrator-org-").FullName;
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                var to = Path.Combine(Folder, Path.GetRelativePath(folder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(file, to);
            }
        }

        public string Folder { get; }

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
