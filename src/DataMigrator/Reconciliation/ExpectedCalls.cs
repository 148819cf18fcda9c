using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Reconciliation;

/// <summary>What staging expects of the target: the range of the run's calls, and the groups of all calls loaded in that range, whichever run answers for them.</summary>
internal sealed class ExpectedCalls
{
    private ExpectedCalls(TimeWindow? range, long count, long all) => (Range, Count, All) = (range, count, all);

    /// <summary>From the first to past the last start of the run's calls; null if there are none.</summary>
    public TimeWindow? Range { get; }

    /// <summary>Calls of the run that the target should hold.</summary>
    public long Count { get; }

    /// <summary>Calls of the run, loaded or not.</summary>
    public long All { get; }

    /// <summary>Groups by month, type and owner; the target counts all our calls, so this does too.</summary>
    public CallGroups Groups { get; private set; } = new();

    /// <summary>Months in which some call's values are purged or can't be read: compared as a whole, by start and duration, which purging leaves.</summary>
    public IReadOnlySet<int> WholeMonths => wholeMonths;

    private readonly HashSet<int> wholeMonths = [];

    public static ExpectedCalls Read(SqliteConnection reader, RunFacts facts, CancellationToken cancellationToken)
    {
        var (all, first, last, count) = reader.Rows(
            $"SELECT COUNT(*), MIN(c.starts), MAX(c.starts), SUM({StagedCalls.Expected}) FROM call c WHERE c.run = ?1", facts.Number, s => (s.Integer(0), s.Integer(1), s.Integer(2), s.Integer(3)))[0];
        var expected = new ExpectedCalls(all == 0 ? null : new TimeWindow(first, last + 1), count, all);
        if (expected.Range is { } range)
        {
            expected.ReadGroups(reader, facts, range, cancellationToken);
        }

        return expected;
    }

    private void ReadGroups(SqliteConnection reader, RunFacts facts, TimeWindow range, CancellationToken cancellationToken)
    {
        var (layouts, values) = (new Dictionary<long, (StatisticColumns Columns, int Fields)>(), new PayloadValues());
        using var calls = new Statement(
            reader, $"SELECT d.json, c.starts, c.duration, c.run FROM call c CROSS JOIN payload d ON d.id = c.payload WHERE c.run > 0 AND c.starts >= ?1 AND c.starts < ?2 AND ({StagedCalls.Expected})");
        calls.Integer(1, range.From).Integer(2, range.To);
        while (calls.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Payload.Read(calls.Text(0), values);

            // Each run's values are in the order of the mapping that made them.
            if (!layouts.TryGetValue(calls.Integer(3), out var layout))
            {
                var fields = MappingStore.TargetFields(reader, calls.Integer(3)) ?? facts.StagedFields;
                layouts.Add(calls.Integer(3), layout = (StatisticColumns.Of(fields), fields.Count));
            }

            var (columns, count) = layout;
            if (values.Count != count)
            {
                wholeMonths.Add(CallStatistics.Month(calls.Integer(1)));
                Groups.Add(CallGroup.Whole(CallStatistics.Month(calls.Integer(1))), 1, calls.Integer(2));
                continue;
            }

            var owner = columns.OwnerAt < 0 || columns.Owner(values).IsEmpty ? facts.UserId : values.GetString(columns.OwnerAt)!;
            Groups.Add(CallStatistics.Month(calls.Integer(1)), columns.TypeAt < 0 ? "" : values.GetString(columns.TypeAt) ?? "", owner, 1, calls.Integer(2));
        }

        Groups = wholeMonths.Count == 0 ? Groups : Groups.Merged(wholeMonths);
    }
}
