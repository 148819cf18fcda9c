using SalesforceEmulator;
using SalesforceEmulator.Faults;

namespace DataMigrator.EndToEnd.Killed;

/// <summary>SIGKILL at each request of a small migration, once before the org has seen to it and once after, then the same command again.</summary>
public sealed class At_every_request
{
    private static readonly EmulatorOptions Small = new() { Tasks = 120, Seed = 11, JobDelay = TimeSpan.Zero };

    [TestCase(FaultAction.CutBefore)]
    [TestCase(FaultAction.CutAfter)]
    public async Task Of_a_small_migration_loses_and_doubles_nothing(FaultAction moment)
    {
        UncutRun uncut;
        await using (var org = await Emulator.StartAsync(Small, CancellationToken.None))
        {
            using var work = Place(org);
            uncut = await UncutRun.OfAsync(org, work);
            TestContext.Out.WriteLine(string.Join('\n', org.Requests.Select((request, i) => $"{i + 1} {request.Method} {request.Path[..Math.Min(160, request.Path.Length)]}")));
        }

        Assert.That(uncut.Requests, Is.InRange(40, 80));
        var kills = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(1, uncut.Requests),
            new ParallelOptions { MaxDegreeOfParallelism = 3 },
            async (request, _) => Interlocked.Add(ref kills, await KilledAtAsync(request, moment, uncut) ? 1 : 0));

        // How often a job is looked at while it works differs from run to run, so the last few may come too late.
        Assert.That(kills, Is.GreaterThanOrEqualTo(uncut.Requests * 9 / 10));
    }

    /// <returns>False if the run ended before it had sent so many requests.</returns>
    private static async Task<bool> KilledAtAsync(int request, FaultAction moment, UncutRun uncut)
    {
        await using var org = await Emulator.StartAsync(Small, CancellationToken.None);
        using var work = Place(org);
        org.AddFault(new FaultRule { Name = "killed here", Action = moment, Nth = [request] });
        bool cut;
        using (var killed = Migrator.Start(work, UncutRun.Command))
        {
            org.Cutting = _ => killed.KillAsync();
            cut = (await killed.EndAsync()).ExitCode == Migrator.Killed;
        }

        org.ClearFaults();
        var last = await Migrator.RunAsync(work, UncutRun.Command);
        try
        {
            await uncut.AssertEqualAsync(org, work, last);
        }
        catch (Exception failure)
        {
            throw new AssertionException($"Killed at request {request}, {moment} ({string.Join(", ", org.Requests.Where(r => r.Fault is not null).Select(r => r.Method + " " + r.Path))}): {failure.Message}\n{last.Stderr}{last.Stdout}", failure);
        }

        return cut;
    }

    private static Workplace Place(Emulator org) =>
        Workplace.For(org).Set("Migration:RowsPerPage", "30").Set("Migration:RowsPerJob", "45").Set("Migration:MaxRowsPerWindow", "80").Set("Migration:MaxRejected", "30%");
}
