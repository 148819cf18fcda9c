using System.Globalization;
using DataMigrator.Cli.Scheduling;

namespace DataMigrator.Cli.Tests.Scheduling;

public sealed class Times_of_the_schedule
{
    [TestCase("15 2 * * *", "UTC", null, "2026-11-20T08:00:00Z", "2026-11-21T02:15:00Z", TestName = "The first time is the next one")]
    [TestCase("15 2 * * *", "UTC", "2026-11-20T02:15:01Z", "2026-11-20T08:00:00Z", "2026-11-21T02:15:00Z", TestName = "After a run comes the time after it")]
    [TestCase("15 2 * * *", "UTC", "2026-11-17T02:15:00Z", "2026-11-20T08:00:00Z", "2026-11-18T02:15:00Z", TestName = "A missed time is due at once")]
    [TestCase("15 2 * * *", "Europe/Paris", null, "2026-11-20T08:00:00Z", "2026-11-21T01:15:00Z", TestName = "Times are those of the zone")]
    [TestCase("0 15 2 ? * MON-FRI", "UTC", null, "2026-11-20T08:00:00Z", "2026-11-23T02:15:00Z", TestName = "Quartz's six fields work too")]
    [TestCase("@daily", "UTC", null, "2026-11-20T08:00:00Z", "2026-11-21T00:00:00Z", TestName = "So do crontab's names")]
    public void Are(string cron, string zone, string? lastBegin, string now, string due)
    {
        Assert.That(NightlyClock.TryParse(cron, TimeZoneInfo.FindSystemTimeZoneById(zone), out var clock), Is.True);

        Assert.That(clock!.Due(lastBegin is null ? null : At(lastBegin), At(now)), Is.EqualTo(At(due)));
    }

    [Test]
    public void A_run_that_took_longer_than_the_interval_is_followed_by_one_run_not_by_all_it_missed()
    {
        Assert.That(NightlyClock.TryParse("*/10 * * * *", TimeZoneInfo.Utc, out var clock), Is.True);

        // Begun at 08:00, still running at 08:35: 08:10 is due at once; that run begins at 08:35, and the next is 08:40.
        Assert.That(clock!.Due(At("2026-11-20T08:00:00Z"), At("2026-11-20T08:35:00Z")), Is.EqualTo(At("2026-11-20T08:10:00Z")));
        Assert.That(clock.Due(At("2026-11-20T08:35:00Z"), At("2026-11-20T08:35:20Z")), Is.EqualTo(At("2026-11-20T08:40:00Z")));
    }

    [Test]
    public async Task A_name_such_as_daily_reaches_the_schedule()
    {
        // Not taken for a file of arguments: it is the other option that is refused.
        var invoked = await Invoked.WithAsync("schedule", "--cron", "@daily", "--time-zone", "Nowhere/Land");

        Assert.That(invoked.Stderr, Does.Contain("There is no time zone 'Nowhere/Land'"));
    }

    [TestCase("nonsense")]
    [TestCase("61 2 * * *")]
    [TestCase("")]
    public void Nonsense_is_refused(string cron) => Assert.That(NightlyClock.TryParse(cron, TimeZoneInfo.Utc, out _), Is.False);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
