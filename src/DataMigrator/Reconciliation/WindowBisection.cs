using Dapper;
using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Reconciliation;

/// <summary>Finds the small windows in which the target's counts or sums differ from staging's, by halving the months that differ. The cost: two requests per halving.</summary>
internal sealed class WindowBisection(RunContext run, TargetCounts target, ReconciliationOptions options) : IDisposable
{
    private readonly SqliteConnection reader = run.Staging.OpenReader();

    /// <param name="months">See <see cref="CallStatistics.Month"/>.</param>
    /// <param name="range">Nothing outside of it is looked at.</param>
    public async Task<IReadOnlyList<TimeWindow>> FindAsync(IEnumerable<int> months, TimeWindow range, CancellationToken cancellationToken)
    {
        List<TimeWindow> found = [];
        foreach (var month in months.Order())
        {
            var window = new TimeWindow(Math.Max(range.From, CallStatistics.Start(month)), Math.Min(range.To, CallStatistics.Start(month + 1)));
            Collect(window);
            await HalveAsync(window, Expected(window), found, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    public void Dispose() => reader.Dispose();

    private async Task HalveAsync(TimeWindow window, (long Count, long Seconds) expected, List<TimeWindow> found, CancellationToken cancellationToken)
    {
        if (expected.Count <= options.SmallWindow || window.To - window.From <= 1)
        {
            found.Add(window);
            return;
        }

        var middle = window.From + ((window.To - window.From) / 2);
        var before = found.Count;
        foreach (var half in new[] { window with { To = middle }, window with { From = middle } })
        {
            var want = Expected(half);
            var have = await target.TotalAsync(half, cancellationToken).ConfigureAwait(false);
            if (want.Count != have.Count || (target.Sums && want.Seconds != have.Seconds))
            {
                await HalveAsync(half, want, found, cancellationToken).ConfigureAwait(false);
            }
        }

        if (found.Count == before)
        {
            // A call changed its type or owner: both halves agree in sum, the groups do not. Only reading tells.
            found.Add(window);
        }
    }

    /// <summary>Sets the window's calls apart by their starts: they are asked for again and again, and table call has no index by start.</summary>
    private void Collect(TimeWindow window)
    {
        reader.Execute("DROP TABLE IF EXISTS temp.bisected");
        reader.Execute("CREATE TEMP TABLE bisected (starts INTEGER PRIMARY KEY, calls INTEGER NOT NULL, seconds INTEGER NOT NULL)");
        reader.Execute(
            $"INSERT INTO temp.bisected SELECT c.starts, COUNT(*), SUM(c.duration) FROM call c WHERE c.run > 0 AND c.starts >= @From AND c.starts < @To AND ({StagedCalls.Expected}) GROUP BY c.starts", window);
    }

    private (long Count, long Seconds) Expected(TimeWindow window)
    {
        using var sum = new Statement(reader, "SELECT SUM(calls), SUM(seconds) FROM temp.bisected WHERE starts >= ?1 AND starts < ?2");
        sum.Integer(1, window.From).Integer(2, window.To).Step();
        return (sum.Integer(0), sum.Integer(1));
    }
}
