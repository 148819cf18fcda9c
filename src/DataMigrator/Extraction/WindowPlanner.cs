using DataMigrator.Staging;

namespace DataMigrator.Extraction;

/// <summary>
/// Cuts a range into half-open windows by asking the org for counts. <c>auto</c>: as few windows as hold at most <c>maxRows</c> each, found by halving and
/// then joining neighbours; <c>day</c> … <c>year</c>: those of the calendar, UTC. One count per cut: the right half is the whole less the left half.
/// </summary>
internal sealed class WindowPlanner(RowCounter counter, long maxRows)
{
    /// <summary>A window that can't be counted even at this width is read uncounted: its job then tells the number.</summary>
    private static readonly TimeSpan MinCounted = TimeSpan.FromHours(1);

    /// <summary>Salesforce's times have whole seconds: nothing fits between two of them.</summary>
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <param name="granularity">auto, day, week, month or year.</param>
    public async Task<IReadOnlyList<PlannedWindow>> PlanAsync(DateTimeOffset? from, DateTimeOffset to, string granularity, CancellationToken cancellationToken)
    {
        if ((from ?? await counter.OldestAsync(to, cancellationToken).ConfigureAwait(false)) is not { } begin || begin >= to)
        {
            return [];
        }

        var total = await counter.CountAsync(begin, to, cancellationToken).ConfigureAwait(false);
        var windows = new List<PlannedWindow>();
        if (string.Equals(granularity, "auto", StringComparison.OrdinalIgnoreCase))
        {
            await HalveAsync(begin, to, total, windows, cancellationToken).ConfigureAwait(false);
            return Join(windows);
        }

        var bounds = CalendarBounds.Between(begin, to, granularity);
        await CountAsync(bounds, 0, bounds.Count - 1, total, windows, cancellationToken).ConfigureAwait(false);
        return windows;
    }

    /// <summary>Cuts a window whose job failed; the halves are counted. Null if it can't be cut.</summary>
    public async Task<IReadOnlyList<PlannedWindow>?> SplitAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (to - from <= Second)
        {
            return null;
        }

        var middle = Middle(from, to);
        return
        [
            new(from, middle, await counter.CountAsync(from, middle, cancellationToken).ConfigureAwait(false)),
            new(middle, to, await counter.CountAsync(middle, to, cancellationToken).ConfigureAwait(false)),
        ];
    }

    private async Task HalveAsync(DateTimeOffset from, DateTimeOffset to, long? count, List<PlannedWindow> windows, CancellationToken cancellationToken)
    {
        if (count <= maxRows || to - from <= (count is null ? MinCounted : Second))
        {
            windows.Add(new PlannedWindow(from, to, count));
            return;
        }

        var middle = Middle(from, to);
        var left = await counter.CountAsync(from, middle, cancellationToken).ConfigureAwait(false);
        var right = await RestAsync(count, left, middle, to, cancellationToken).ConfigureAwait(false);
        await HalveAsync(from, middle, left, windows, cancellationToken).ConfigureAwait(false);
        await HalveAsync(middle, to, right, windows, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Counts windows [first, last) of the calendar: an empty stretch costs one request, however many windows it spans.</summary>
    private async Task CountAsync(List<DateTimeOffset> bounds, int first, int last, long? count, List<PlannedWindow> windows, CancellationToken cancellationToken)
    {
        if (last - first == 1 || count == 0)
        {
            for (var i = first; i < last; i++)
            {
                windows.Add(new PlannedWindow(bounds[i], bounds[i + 1], count));
            }

            return;
        }

        var middle = (first + last) / 2;
        var left = await counter.CountAsync(bounds[first], bounds[middle], cancellationToken).ConfigureAwait(false);
        var right = await RestAsync(count, left, bounds[middle], bounds[last], cancellationToken).ConfigureAwait(false);
        await CountAsync(bounds, first, middle, left, windows, cancellationToken).ConfigureAwait(false);
        await CountAsync(bounds, middle, last, right, windows, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The right half: the whole less the left half. If nothing remains the org is asked: a window without rows is never read, and a row that came into
    /// the left half between the two counts (out of the recycle bin, say) would hide one of the right half for good.
    /// </summary>
    private async Task<long?> RestAsync(long? whole, long? left, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        whole - left is > 0 and var rest ? rest : await counter.CountAsync(from, to, cancellationToken).ConfigureAwait(false);

    private List<PlannedWindow> Join(List<PlannedWindow> windows)
    {
        var joined = new List<PlannedWindow>();
        foreach (var window in windows)
        {
            if (joined.Count > 0 && joined[^1].Expected is { } before && window.Expected is { } more && before + more <= maxRows)
            {
                joined[^1] = new PlannedWindow(joined[^1].Starts, window.Ends, before + more);
            }
            else
            {
                joined.Add(window);
            }
        }

        return joined;
    }

    private static DateTimeOffset Middle(DateTimeOffset from, DateTimeOffset to)
    {
        var middle = Instants.WholeSeconds(from + ((to - from) / 2));
        return middle > from ? middle : Instants.WholeSeconds(from) + Second;
    }
}
