using DataMigrator.Staging;
using DataMigrator.Target;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Reconciliation;

/// <summary>What staging expects of the target: the range of the run's calls, the groups of all calls loaded in that range, whichever run answers for them, and what the run's own add up to.</summary>
internal sealed class ExpectedCalls
{
    private readonly ExpectedStatistics statistics;

    private ExpectedCalls(CallExtent calls, ExpectedStatistics statistics) => (Calls, this.statistics) = (calls, statistics);

    /// <summary>Calls of the run, loaded or not.</summary>
    public CallExtent Calls { get; }

    /// <summary>From the first to past the last start of the run's calls; null if there are none.</summary>
    public TimeWindow? Range => Calls.Count == 0 ? null : new TimeWindow(Calls.First, Calls.Last + 1);

    /// <summary>Calls of the run that the target should hold.</summary>
    public long Count { get; private set; }

    /// <summary>Groups by month, type and owner; the target counts all our calls, so this does too.</summary>
    public CallGroups Groups { get; private set; } = new();

    /// <summary>Months in which some call's values are purged or can't be read: compared as a whole, by start and duration, which purging leaves.</summary>
    public IReadOnlySet<int> WholeMonths => wholeMonths;

    /// <summary>The run's calls, loaded or not; calls that Salesforce Voice logged itself are not ours.</summary>
    public IReadOnlyList<Statistic> Statistics => statistics.ToStatistics();

    private readonly HashSet<int> wholeMonths = [];

    public static ExpectedCalls Read(SqliteConnection reader, RunFacts facts, CancellationToken cancellationToken)
    {
        var expected = new ExpectedCalls(CallExtent.Read(reader, facts.Number), new ExpectedStatistics(facts.StagedFields));
        if (expected.Range is { } range)
        {
            expected.ReadCalls(reader, facts, range, cancellationToken);
        }

        return expected;
    }

    private void ReadCalls(SqliteConnection reader, RunFacts facts, TimeWindow range, CancellationToken cancellationToken)
    {
        var (layouts, values) = (new Layouts(reader, facts.StagedFields), new PayloadValues());
        using var calls = new Statement(
            reader,
            $"SELECT d.json, c.starts, c.duration, c.run, c.how, c.plan, {StagedCalls.IsExpectedValue} FROM call c CROSS JOIN payload d ON d.id = c.payload WHERE c.run > 0 AND c.starts >= ?1 AND c.starts < ?2");
        calls.Integer(1, range.From).Integer(2, range.To);
        while (calls.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Payload.Read(calls.Text(0), values);
            var (starts, seconds) = (calls.Integer(1), calls.Integer(2));
            if (calls.Integer(3) == facts.Number && calls.Integer(5) != (int)CallPlan.Native)
            {
                statistics.Add(values, starts, seconds, how: calls.Integer(4));
            }

            if (calls.Integer(6) != 0)
            {
                Count += calls.Integer(3) == facts.Number ? 1 : 0;
                AddToGroup(values, layouts.Of(calls.Integer(3)), facts, starts, seconds);
            }
        }

        Groups = wholeMonths.Count == 0 ? Groups : Groups.Merged(wholeMonths);
    }

    private void AddToGroup(PayloadValues values, (StatisticColumns Columns, int Fields) layout, RunFacts facts, long starts, long seconds)
    {
        var month = CallStatistics.Month(starts);
        if (values.Count != layout.Fields)
        {
            wholeMonths.Add(month);
            Groups.Add(CallGroup.Whole(month), 1, seconds);
            return;
        }

        var owner = layout.Columns.Owner(values);
        Groups.Add(month, layout.Columns.Type(values), owner.IsEmpty ? facts.User : owner, seconds);
    }

    /// <summary>Each run's values are in the order of the mapping that made them.</summary>
    private sealed class Layouts(SqliteConnection reader, IReadOnlyList<string> ours)
    {
        private readonly Dictionary<long, (StatisticColumns, int)> known = [];

        public (StatisticColumns Columns, int Fields) Of(long run)
        {
            if (!known.TryGetValue(run, out var layout))
            {
                var fields = MappingStore.TargetFields(reader, run) ?? ours;
                known.Add(run, layout = (StatisticColumns.Of(fields), fields.Count));
            }

            return layout;
        }
    }
}
