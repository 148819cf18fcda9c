using System.Globalization;
using DataMigrator.Staging;
using DataMigrator.Target;
using Salesforce.Force.Errors;

namespace DataMigrator.Reconciliation;

/// <summary>
/// Level one: the target's own counts and sums by month × type × owner, over REST. An aggregate query answers at most 2,000 groups and has no second page (SOQL guide,
/// "Considerations When Using GROUP BY"), so a range with more is halved. Date functions work in UTC.
/// </summary>
internal sealed class TargetCounts(RunContext run)
{
    private const int MostGroups = 2_000;
    private const long Shortest = 60 * 60;

    private readonly bool sums = run.Mapping.TargetFields.Any(f => f.Name == "CallDurationInSeconds") && run.TargetDescribe.Field("CallDurationInSeconds") is { Createable: true };

    /// <summary>False if the target does not keep durations that we sent: then only counts are compared.</summary>
    public bool Sums => sums;

    /// <param name="expected">What staging expects: tells how many groups a month will have, so that hardly any query asks for too many.</param>
    /// <exception cref="ForceException">The org refuses to count.</exception>
    public async Task<CallGroups> ReadAsync(TimeWindow range, CallGroups expected, CancellationToken cancellationToken)
    {
        var groups = new CallGroups();
        foreach (var part in Parts(range, expected))
        {
            await ReadPartAsync(part, groups, cancellationToken).ConfigureAwait(false);
        }

        return groups;
    }

    /// <summary>Whole months, as many at once as should stay well below the bound.</summary>
    private static IEnumerable<TimeWindow> Parts(TimeWindow range, CallGroups expected)
    {
        var (from, groups) = (range.From, 0);
        foreach (var month in expected.Cells.Keys.GroupBy(g => g.Month).OrderBy(g => g.Key))
        {
            var size = month.Count();
            var starts = CallStatistics.Start(month.Key);
            if (groups > 0 && groups + size > MostGroups * 3 / 4 && starts > from)
            {
                yield return new(from, starts);
                (from, groups) = (starts, 0);
            }

            groups += size;
        }

        yield return range with { From = from };
    }

    /// <summary>How many of our calls start in the range; needs no aggregate, which some users and orgs may not use.</summary>
    public Task<long> CountAsync(TimeWindow range, CancellationToken cancellationToken) =>
        run.Target.CountAsync($"SELECT COUNT() FROM VoiceCall WHERE {Where(range)}", all: false, cancellationToken);

    /// <summary>Count and seconds of one range, for bisecting.</summary>
    public async Task<(long Count, long Seconds)> TotalAsync(TimeWindow range, CancellationToken cancellationToken)
    {
        await foreach (var row in run.Target.QueryAsync($"SELECT COUNT(Id) n{Sum} FROM VoiceCall WHERE {Where(range)}", all: false, cancellationToken).ConfigureAwait(false))
        {
            return (Number(row["n"]), Number(row["s"]));
        }

        return default;
    }

    private string Sum => sums ? ", SUM(CallDurationInSeconds) s" : "";

    private async Task ReadPartAsync(TimeWindow range, CallGroups groups, CancellationToken cancellationToken)
    {
        List<(int Month, string Type, string Owner, long Count, long Seconds)> rows = [];
        try
        {
            var soql = $"SELECT CALENDAR_YEAR(CallStartDateTime) y, CALENDAR_MONTH(CallStartDateTime) m, CallType t, OwnerId o, COUNT(Id) n{Sum} FROM VoiceCall WHERE {Where(range)} "
                + "GROUP BY CALENDAR_YEAR(CallStartDateTime), CALENDAR_MONTH(CallStartDateTime), CallType, OwnerId";
            await foreach (var row in run.Target.QueryAsync(soql, all: false, cancellationToken).ConfigureAwait(false))
            {
                rows.Add(((int)((Number(row["y"]) * 12) + Number(row["m"]) - 1), row["t"] ?? "", row["o"] ?? "", Number(row["n"]), Number(row["s"])));
            }
        }
        catch (ForceException error) when (error.ErrorCode is "EXCEEDED_ID_LIMIT" or "QUERY_TIMEOUT" && range.To - range.From > Shortest)
        {
            await HalveAsync(range, groups, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (rows.Count >= MostGroups && range.To - range.From > Shortest)
        {
            await HalveAsync(range, groups, cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (var (month, type, owner, count, seconds) in rows)
        {
            groups.Add(month, type, owner, count, seconds);
        }
    }

    private async Task HalveAsync(TimeWindow range, CallGroups groups, CancellationToken cancellationToken)
    {
        var middle = range.From + ((range.To - range.From) / 2);
        await ReadPartAsync(range with { To = middle }, groups, cancellationToken).ConfigureAwait(false);
        await ReadPartAsync(range with { From = middle }, groups, cancellationToken).ConfigureAwait(false);
    }

    private string Where(TimeWindow range) =>
        $"{run.Mapping.ExternalIdField} != null AND CallStartDateTime >= {Iso8601.Format(range.From)} AND CallStartDateTime < {Iso8601.Format(range.To)}";

    private static long Number(string? text) => text is null ? 0 : (long)double.Parse(text, CultureInfo.InvariantCulture);
}
