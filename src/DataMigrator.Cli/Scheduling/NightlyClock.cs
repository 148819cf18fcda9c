using Quartz;

namespace DataMigrator.Cli.Scheduling;

/// <summary>When the next incremental run is due. Runs one after the other, so never overlapping; a time missed while we were down, or busy, is made up for once.</summary>
internal sealed class NightlyClock
{
    private readonly CronExpression cron;

    private NightlyClock(CronExpression cron) => this.cron = cron;

    /// <summary>Five fields as in crontab, or Quartz's six or seven; evaluated in <paramref name="zone"/>.</summary>
    public static bool TryParse(string text, TimeZoneInfo zone, out NightlyClock? clock)
    {
        var format = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 5 || text.StartsWith('@') ? CronFormat.Unix : CronFormat.Quartz;
        clock = CronExpression.TryParse(text, format, out var expression) ? new NightlyClock(expression!.WithTimeZone(zone)) : null;
        return clock is not null;
    }

    /// <summary>The first time due after <paramref name="lastBegin"/>; in the past if we missed it. Without a last begin: the first after now. Null: never again.</summary>
    public DateTimeOffset? Due(DateTimeOffset? lastBegin, DateTimeOffset now) => cron.GetNextValidTimeAfter(lastBegin ?? now);
}
