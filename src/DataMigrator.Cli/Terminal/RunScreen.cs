using System.Globalization;
using DataMigrator.Staging;

namespace DataMigrator.Cli.Terminal;

/// <summary>One run for <c>status</c>: how far it is, what is left, its windows that are not read, and how long it will take.</summary>
internal sealed class RunScreen(TextWriter screen)
{
    /// <summary>More would push the rest off the screen; <c>--json</c> has them all.</summary>
    private const int MostWindows = 12;

    public void Show(RunStatus run)
    {
        screen.WriteLine();
        Line($"{run.Run.Id}: from {Instant(run.Run.From, "the oldest Task")} to {Instant(run.Run.To, "now")} by {run.Run.RangeField}, begun {Instant(run.Run.Started, string.Empty)}");
        ShowPace(run);
        Line($"  read        {run.RowsRead,12:N0} of {run.RowsExpected:N0}, {run.RowsUnmapped:N0} not mapped yet");
        ShowWindows([.. (run.WindowList ?? []).Where(window => window.State != WindowStates.Read)]);
        ShowCalls(run);
        if (run.OpenJobs > 0)
        {
            Line($"  {run.OpenJobs} ingest jobs whose results are still to be collected");
        }

        if (!run.IsRunning && RunStates.IsUnfinished(run.Run.State))
        {
            Line($"  Give the same command again: it goes on where this run stopped.");
        }

        if (run.Run.State == RunStates.Superseded)
        {
            Line($"  Another run has taken its calls over: the same command begins anew and reads the whole range.");
        }
    }

    private void ShowPace(RunStatus run)
    {
        if (run.IsRunning)
        {
            var left = run.Pace is { SecondsLeft: { } seconds } ? $", about {ProgressDisplay.Remaining(TimeSpan.FromSeconds(seconds))} left in this stage" : string.Empty;
            Line($"  now         {run.Run.Stage ?? "starting"}{(run.Pace is { RowsPerSecond: > 0 } pace ? string.Create(CultureInfo.InvariantCulture, $", {pace.RowsPerSecond:N0} rows/s{left}") : string.Empty)}");
        }
    }

    private void ShowWindows(List<Window> open)
    {
        foreach (var window in open.OrderBy(window => window.State == WindowStates.Planned).ThenBy(window => window.Starts).Take(MostWindows))
        {
            Line($"  window      {window.Starts:yyyy-MM-dd HH:mm:ss} to {window.Ends:yyyy-MM-dd HH:mm:ss}Z  {window.State,-9} {window.Rows:N0} of {(window.Expected is { } rows ? rows.ToString("N0", CultureInfo.InvariantCulture) : "?")}");
        }

        if (open.Count > MostWindows)
        {
            Line($"              and {open.Count - MostWindows:N0} windows more");
        }
    }

    private void ShowCalls(RunStatus run)
    {
        var calls = run.Run.Executed
            ? (run.Calls ?? new Dictionary<CallState, long>()).OrderBy(pair => pair.Key).Select(pair => (pair.Key.Words(), pair.Value))
            : (run.Plan ?? new Dictionary<CallPlan, long>()).OrderBy(pair => pair.Key).Select(pair => (pair.Key.Words(), pair.Value));
        foreach (var (what, count) in calls)
        {
            Line($"  {what,-11} {count,12:N0} calls{(run.Run.Executed ? string.Empty : " in the plan")}");
        }
    }

    private void Line(FormattableString text) => screen.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static string Instant(DateTimeOffset? instant, string otherwise) =>
        instant is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : otherwise;
}
