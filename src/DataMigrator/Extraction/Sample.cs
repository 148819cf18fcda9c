using DataMigrator.Staging;

namespace DataMigrator.Extraction;

/// <summary>
/// A canary's windows: a few rows from each of many stretches of the range, so that old and new habits of the org are among them. Deterministic: the same
/// range and counts give the same rows. The whole run that follows finds them in the target and goes on from there.
/// </summary>
internal static class Sample
{
    private const int Stretches = 20;

    /// <returns>Windows whose <c>Expected</c> is the number of rows to take from the window's beginning; together at most <paramref name="limit"/>.</returns>
    public static async Task<IReadOnlyList<PlannedWindow>> PlanAsync(
        RowCounter counter, IReadOnlyList<PlannedWindow> whole, long limit, CancellationToken cancellationToken)
    {
        var stretches = (int)Math.Max(Math.Min(limit, Stretches), (limit + SourceQuery.MaxIds - 1) / SourceQuery.MaxIds);
        var chosen = Spread([.. whole.Where(window => window.Expected > 0)], stretches, limit);
        if (chosen.Count >= stretches)
        {
            return Share(chosen, limit);
        }

        var counted = new List<PlannedWindow>();
        foreach (var window in chosen)
        {
            var width = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling((window.Ends - window.Starts).TotalSeconds * chosen.Count / stretches)));
            for (var starts = window.Starts; starts < window.Ends; starts += width)
            {
                var ends = starts + width < window.Ends ? starts + width : window.Ends;
                if (await counter.CountAsync(starts, ends, cancellationToken).ConfigureAwait(false) is > 0 and var rows)
                {
                    counted.Add(new PlannedWindow(starts, ends, rows));
                }
            }
        }

        return Share(counted, limit);
    }

    /// <summary>As many windows as asked for, evenly spread, and more of them while they hold less than the limit.</summary>
    private static List<PlannedWindow> Spread(List<PlannedWindow> filled, int count, long limit)
    {
        while (count < filled.Count)
        {
            var chosen = Enumerable.Range(0, count).Select(i => filled[(int)((long)i * filled.Count / count)]).ToList();
            if (chosen.Sum(window => window.Expected) >= limit)
            {
                return chosen;
            }

            count = Math.Min(filled.Count, count * 2);
        }

        return filled;
    }

    /// <summary>Deals the limit out evenly; what a thin stretch can't give goes to the others, the thinnest served first.</summary>
    internal static IReadOnlyList<PlannedWindow> Share(IReadOnlyList<PlannedWindow> counted, long limit)
    {
        var shares = new Dictionary<PlannedWindow, long>();
        var left = counted.Count;
        foreach (var window in counted.OrderBy(window => window.Expected).ThenBy(window => window.Starts))
        {
            // Rounding up would spend the limit on the thin ones; rounding down leaves the rest to the last, fullest one.
            var share = Math.Min(Math.Min(window.Expected!.Value, limit / left), SourceQuery.MaxIds);
            shares[window] = share;
            limit -= share;
            left--;
        }

        return [.. counted.Where(window => shares[window] > 0).Select(window => window with { Expected = shares[window] })];
    }
}
