using System.Globalization;
using SalesforceEmulator;
using SalesforceEmulator.Faults;

namespace DataMigrator.EndToEnd.Killed;

/// <summary>One staging file, two processes.</summary>
public sealed class Two_at_once
{
    [Test]
    public async Task The_second_is_refused_with_who_holds_the_staging_and_a_kill_leaves_no_lock_behind()
    {
        await using var org = await Emulator.StartAsync(new EmulatorOptions { Tasks = 60 }, CancellationToken.None);
        using var work = Workplace.For(org).Set("Migration:MaxRejected", "30%");
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        org.AddFault(new FaultRule { Action = FaultAction.CutBefore, Path = "/jobs/query", Times = 1 });
        org.Cutting = _ =>
        {
            arrived.SetResult();
            return released.Task;
        };
        using var first = Migrator.Start(work, UncutRun.Command);
        await arrived.Task;

        var second = await Migrator.RunAsync(work, UncutRun.Command);
        var status = await Migrator.RunAsync(work, "status");
        await first.KillAsync();
        released.SetResult();
        var third = await Migrator.RunAsync(work, UncutRun.Command);

        Assert.That(second.ExitCode, Is.EqualTo(1));
        Assert.That(second.Stderr, Does.Contain(string.Create(CultureInfo.InvariantCulture, $"in use by process {first.Id} on ")));
        Assert.That(status.Stdout, Does.Contain(string.Create(CultureInfo.InvariantCulture, $"process {first.Id} on ")));
        Assert.That(third.ExitCode, Is.Zero);
        Assert.That(third.Json.GetProperty("loading").GetProperty("created").GetInt64(), Is.GreaterThan(0));
    }
}
