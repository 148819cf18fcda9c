using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>What the staged calls of a run add up to: the side <c>task</c> of the statistics.</summary>
internal static class ExpectedStatistics
{
    /// <summary>Groups the run's calls by month, type, outcome, owner and by how times and numbers were found.</summary>
    /// <param name="fields">Target fields in payload order.</param>
    public static List<Statistic> Read(SqliteConnection reader, long run, IReadOnlyList<string> fields)
    {
        List<Statistic> cells = [];
        cells.AddRange(Group(reader, run, StatisticSections.Month, "strftime('%Y-%m', starts, 'unixepoch')"));
        foreach (var (section, field) in new[] { (StatisticSections.Type, "CallType"), (StatisticSections.Outcome, OutcomeField(fields)), (StatisticSections.Owner, "OwnerId") })
        {
            if (field is not null && IndexOf(fields, field) is var index and >= 0)
            {
                cells.AddRange(Group(reader, run, section, FormattableString.Invariant($"coalesce(json_extract(payload, '$[{index}]'), '')")));
            }
        }

        cells.AddRange(How(reader, run));
        return cells;
    }

    /// <summary>The field that holds a call's outcome: VoiceCall.CallDisposition is a state, so it is a custom field, or else CallResolution.</summary>
    public static string? OutcomeField(IReadOnlyList<string> fields) =>
        fields.FirstOrDefault(f => f.EndsWith("__c", StringComparison.OrdinalIgnoreCase)
            && (f.Contains("outcome", StringComparison.OrdinalIgnoreCase) || f.Contains("disposition", StringComparison.OrdinalIgnoreCase)
                || f.Contains("result", StringComparison.OrdinalIgnoreCase)))
        ?? fields.FirstOrDefault(f => string.Equals(f, "CallResolution", StringComparison.OrdinalIgnoreCase));

    /// <summary>Position of a field in the payload, or -1.</summary>
    public static int IndexOf(IReadOnlyList<string> fields, string name)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (string.Equals(fields[i], name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    private static List<Statistic> Group(SqliteConnection reader, long run, string section, string expression) =>
        reader.Rows(
            $"SELECT {expression}, COUNT(*), SUM(duration) FROM call WHERE run = ?1 GROUP BY 1 ORDER BY 1",
            run,
            s => new Statistic(section, s.String(0) ?? "", Statistics.Task, s.Integer(1), s.Integer(2)));

    private static IEnumerable<Statistic> How(SqliteConnection reader, long run)
    {
        var groups = reader.Rows("SELECT how, COUNT(*), SUM(duration) FROM call WHERE run = ?1 GROUP BY how", run, s => (s.Integer(0), s.Integer(1), s.Integer(2)));
        var totals = new SortedDictionary<string, (long Count, long Seconds)>(StringComparer.Ordinal);
        foreach (var (packed, count, seconds) in groups)
        {
            var how = CallSources.Unpack(packed);
            foreach (var name in new[] { $"start.{how.Start}", $"from.{how.From}", $"to.{how.To}" })
            {
                var (c, s) = totals.GetValueOrDefault(name);
                totals[name] = (c + count, s + seconds);
            }
        }

        return totals.Select(t => new Statistic(StatisticSections.How, t.Key, Statistics.Task, t.Value.Count, t.Value.Seconds));
    }
}
