namespace DataMigrator.Cli.Tests.Scheduling;

/// <summary>A resident program outlives a night on which the disk, the org or a lock stops the run.</summary>
public sealed class A_bad_night
{
    [Test]
    public async Task Does_not_end_the_schedule()
    {
        var folder = Directory.CreateTempSubdirectory("datamigrator-test-");
        try
        {
            // In the way of who holds the staging file, as a full disk would be.
            var staging = Path.Combine(folder.FullName, "a.db");
            Directory.CreateDirectory(staging + ".owner.new");
            using var stop = new CancellationTokenSource();
            using var stdout = new StringWriter();
            using var stderr = new StringWriter();

            var exitCode = await CommandLine.InvokeAsync(
                ["schedule", "--cron", "15 2 * * *", "--time-zone", "UTC", "--staging", staging, "--reports", Path.Combine(folder.FullName, "reports")],
                stdout, stderr, new SleeplessClock(nights: 3, stop), stop.Token);

            Assert.That(exitCode, Is.EqualTo(ExitCode.Interrupted));
            Assert.That(stderr.ToString().Split('\n').Count(line => line.StartsWith("This run could not be done: ", StringComparison.Ordinal)), Is.EqualTo(3));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Whoever waits has waited already; after so many nights somebody presses Ctrl-C.</summary>
    private sealed class SleeplessClock(int nights, CancellationTokenSource stop) : TimeProvider
    {
        private DateTimeOffset now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
        private int waited;

        public override DateTimeOffset GetUtcNow() => now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            now += dueTime;
            if (now.Hour == 2 && now.Minute == 15 && waited++ == nights)
            {
                stop.Cancel();
            }

            return base.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
