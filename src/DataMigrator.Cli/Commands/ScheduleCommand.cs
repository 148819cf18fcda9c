using System.CommandLine;
using System.Globalization;
using DataMigrator.Cli.Configuration;
using DataMigrator.Cli.Options;
using DataMigrator.Cli.Scheduling;
using DataMigrator.Cli.Terminal;
using DataMigrator.Staging;

namespace DataMigrator.Cli.Commands;

/// <summary><c>schedule</c>: stay resident and do an incremental run at the given times.</summary>
internal static class ScheduleCommand
{
    private static readonly TimeSpan LongestNap = TimeSpan.FromHours(1);

    public static Command Build(CommandHost host)
    {
        var options = new MigrationOptions();
        var cron = new Option<string>("--cron") { Description = "When: five fields as in crontab (\"15 2 * * *\"), or Quartz's six or seven", HelpName = "EXPR", Required = true };
        var zone = new Option<string?>("--time-zone") { Description = "Zone of those times, such as Europe/Paris (default: this machine's)", HelpName = "ZONE" };
        var command = new Command(
            "schedule",
            "Stay resident and do an incremental run at those times. Add --execute to write.") { cron, zone }.WithDetails(
            """
            Runs never overlap; a time missed while this program was down or busy is made up for once. An unfinished run is resumed first.
            """);
        options.AddTo(command, withRange: false);
        command.SetAction((parse, cancellationToken) => host.RunAsync(parse, async (settings, output, token) =>
        {
            var clock = Parse(parse.GetValue(cron)!, parse.GetValue(zone));
            var request = MigrationRunner.Request(settings, "run", parse.GetValue(options.Execute), incremental: true, limit: parse.GetValue(options.Limit));
            var begun = LastBegin(settings, request.Execute, host.Time);
            while (true)
            {
                if (clock.Due(begun, host.Time.GetUtcNow()) is not { } due)
                {
                    throw new OperatorException("That schedule has no time in the future.");
                }

                await SleepUntilAsync(due, host.Time, output, token).ConfigureAwait(false);
                begun = host.Time.GetUtcNow();
                await RunOnceAsync(host, settings, output, request, token).ConfigureAwait(false);
            }
        }, cancellationToken));
        return command;
    }

    /// <summary>One bad night does not end the schedule; a defect does.</summary>
    private static async Task RunOnceAsync(CommandHost host, AppSettings settings, Output output, MigrationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var exitCode = await MigrationRunner.RunAsync(host, settings, output, request, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            output.Say($"Run ended with {exitCode}.");
        }
        catch (Exception exception) when (CommandHost.IsNoDefect(exception))
        {
            output.Error($"This run could not be done: {exception.Message}", exception);
        }
    }

    private static NightlyClock Parse(string cron, string? zone)
    {
        TimeZoneInfo? found = null;
        if (zone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out found))
        {
            throw new OperatorException($"There is no time zone '{zone}' on this machine; use a name such as Europe/Paris.");
        }

        return NightlyClock.TryParse(cron, found ?? TimeZoneInfo.Local, out var clock)
            ? clock!
            : throw new OperatorException($"'{cron}' is no schedule. Five fields as in crontab: minute hour day month weekday, such as \"15 2 * * *\" for 02:15 every night.");
    }

    private static DateTimeOffset? LastBegin(AppSettings settings, bool executed, TimeProvider time)
    {
        using var staging = StagingDatabase.Open(settings.StagingPath);
        return new RunStore(staging, time).List().FirstOrDefault(run => run.Command == "run" && run.RangeField == "SystemModstamp" && run.Executed == executed)?.Started;
    }

    private static async Task SleepUntilAsync(DateTimeOffset due, TimeProvider time, Output output, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        output.Say(due <= now
            ? string.Create(CultureInfo.InvariantCulture, $"The run due at {due.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z was missed; doing it now.")
            : string.Create(CultureInfo.InvariantCulture, $"Next run at {due.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z."));
        while ((now = time.GetUtcNow()) < due)
        {
            // Short naps: a machine that slept, or whose clock was set, must not wait for a timer that counts from long ago.
            await Task.Delay(due - now < LongestNap ? due - now : LongestNap, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
