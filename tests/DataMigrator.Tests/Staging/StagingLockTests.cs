using System.Diagnostics;
using DataMigrator.Staging;

namespace DataMigrator.Tests.Staging;

internal sealed class StagingLockTests
{
    private string folder = "";

    private string File => Path.Combine(folder, "staging.db");

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("dm-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void A_second_holder_is_told_who_holds_it()
    {
        var clock = new SteppingClock(new DateTimeOffset(2026, 11, 20, 4, 15, 0, TimeSpan.Zero));
        using var held = StagingLock.Take(File, "run", clock);
        held.Describe("20261120T041500Z-7f3a", clock);
        var refused = Assert.Throws<StagingLockedException>(() => StagingLock.Take(File, "run", clock));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused!.Message, Does.Contain($"process {Environment.ProcessId} on {Environment.MachineName} (run 20261120T041500Z-7f3a, since 2026-11-20 04:15:00Z)"));
            Assert.That(StagingLock.Holder(File)!.Pid, Is.EqualTo(Environment.ProcessId));
        }
    }

    [Test]
    public void It_is_free_again_once_it_is_let_go()
    {
        StagingLock.Take(File, "a", TimeProvider.System).Dispose();
        Assert.That(StagingLock.Holder(File), Is.Null);
        using var again = StagingLock.Take(File, "b", TimeProvider.System);
        Assert.That(StagingLock.Holder(File)!.Run, Is.EqualTo("b"));
    }

    [Test]
    public async Task A_killed_holder_leaves_nothing_to_clean_up()
    {
        Assume.That(OperatingSystem.IsLinux());
        StagingLock.Take(File, "a", TimeProvider.System).Dispose();

        // flock(1) takes the same lock from another process, which is then killed as a crash would.
        using var other = Process.Start(new ProcessStartInfo("flock", ["--no-fork", File + ".lock", "sh", "-c", "echo held; exec cat"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true })!;
        Assert.That(await other.StandardOutput.ReadLineAsync(), Is.EqualTo("held"));
        Assert.That(() => StagingLock.Take(File, "b", TimeProvider.System), Throws.TypeOf<StagingLockedException>());

        other.Kill();
        await other.WaitForExitAsync();
        using var mine = StagingLock.Take(File, "b", TimeProvider.System);
        Assert.That(StagingLock.Holder(File)!.Run, Is.EqualTo("b"));
    }
}
