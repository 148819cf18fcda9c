using System.Globalization;
using System.Text.Json;
using DataMigrator.Staging;
using DataMigrator.Target;
using Salesforce.Force;
using Salesforce.Force.Errors;

namespace DataMigrator.Reconciliation;

/// <summary>
/// An org's own counts and sums by month × type × owner, over REST. An aggregate query answers at most 2,000 groups and has no second page (SOQL guide,
/// "Considerations When Using GROUP BY"), so a range with more is halved. Date functions work in UTC unless convertTimezone() is used (SOQL guide, "Date Functions").
/// </summary>
/// <param name="condition">Of every query, beside the range; SOQL.</param>
/// <param name="all">Archived and deleted records too.</param>
internal sealed class GroupedCounts(ForceClient org, GroupedFields fields, string condition, bool all)
{
    private const int MostGroups = 2_000;
    private const long Shortest = 60 * 60;

    private readonly string by = string.Join(", ", new[] { $"CALENDAR_YEAR({fields.Date})", $"CALENDAR_MONTH({fields.Date})", fields.Type, fields.Owner }.OfType<string>());

    private readonly string select =
        $"SELECT CALENDAR_YEAR({fields.Date}) y, CALENDAR_MONTH({fields.Date}) m{Column(fields.Type, "t")}{Column(fields.Owner, "o")}, COUNT(Id) n{Sum(fields)} FROM {fields.Object} WHERE ";

    /// <param name="expected">What staging expects: tells how many groups a month will have, so that hardly any query asks for too many.</param>
    /// <returns>Groups to compare with <paramref name="expected"/>.</returns>
    /// <exception cref="ForceException">The org refuses to count.</exception>
    public async Task<CallGroups> ReadAsync(TimeWindow range, CallGroups expected, CancellationToken cancellationToken)
    {
        var groups = expected.Empty();
        foreach (var part in Parts(range, expected))
        {
            await ReadPartAsync(part, groups, cancellationToken).ConfigureAwait(false);
        }

        return groups;
    }

    /// <summary>Count and seconds of one range.</summary>
    public async Task<(long Count, long Seconds)> TotalAsync(TimeWindow range, CancellationToken cancellationToken)
    {
        await foreach (var row in org.QueryAsync($"SELECT COUNT(Id) n{Sum(fields)} FROM {fields.Object} WHERE {Where(range)}", all, cancellationToken).ConfigureAwait(false))
        {
            return (Number(row["n"]), Number(row["s"]));
        }

        return default;
    }

    /// <summary>The condition of a query over that range.</summary>
    public string Where(TimeWindow range) => $"{condition} AND {fields.Date} >= {Iso8601.Format(range.From)} AND {fields.Date} < {Iso8601.Format(range.To)}";

    /// <summary>Whole months, as many at once as should stay well below the bound.</summary>
    private static IEnumerable<TimeWindow> Parts(TimeWindow range, CallGroups expected)
    {
        var (from, groups) = (range.From, 0);
        foreach (var (month, size) in expected.PerMonth.OrderBy(m => m.Key))
        {
            var starts = CallStatistics.Start(month);
            if (groups > 0 && groups + size > MostGroups * 3 / 4 && starts > from)
            {
                yield return new(from, starts);
                (from, groups) = (starts, 0);
            }

            groups += size;
        }

        yield return range with { From = from };
    }

    private async Task ReadPartAsync(TimeWindow range, CallGroups groups, CancellationToken cancellationToken)
    {
        List<GroupRow> rows = [];
        try
        {
            await foreach (var row in org.QueryAsync($"{select}{Where(range)} GROUP BY {by}", all, (ref Utf8JsonReader reader) => GroupRow.Read(ref reader, groups), cancellationToken).ConfigureAwait(false))
            {
                rows.Add(row);
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

        foreach (var row in rows)
        {
            groups.Add(row.Group, row.Count, row.Seconds);
        }
    }

    private async Task HalveAsync(TimeWindow range, CallGroups groups, CancellationToken cancellationToken)
    {
        var middle = range.From + ((range.To - range.From) / 2);
        await ReadPartAsync(range with { To = middle }, groups, cancellationToken).ConfigureAwait(false);
        await ReadPartAsync(range with { From = middle }, groups, cancellationToken).ConfigureAwait(false);
    }

    private static string Column(string? field, string alias) => field is null ? "" : $", {field} {alias}";

    private static string Sum(GroupedFields fields) => fields.Seconds is null ? "" : $", SUM({fields.Seconds}) s";

    private static long Number(string? text) => text is null ? 0 : (long)double.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>What is counted, and by which fields; null = not by that.</summary>
internal sealed record GroupedFields(string Object, string Date, string? Type, string? Owner, string? Seconds);
