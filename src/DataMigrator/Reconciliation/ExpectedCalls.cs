using DataMigrator.Staging;
using DataMigrator.Target;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Reconciliation;

/// <summary>What staging expects of the target: the range of the run's calls, the groups of all calls loaded in that range, whichever run answers for them, and what the run's own add up to.</summary>
internal sealed class ExpectedCalls
{
    private static readonly string Select =
        $"SELECT d.json, c.starts, c.duration, c.run, c.how, c.plan, {StagedCalls.IsExpectedValue} FROM call c CROSS JOIN payload d ON d.id = c.payload WHERE ";

    private readonly ExpectedStatistics statistics;
    private readonly HashSet<int> wholeMonths = [];

    private ExpectedCalls(ExpectedStatistics statistics) => this.statistics = statistics;

    /// <summary>Calls of the run, loaded or not.</summary>
    public CallExtent Calls { get; private set; }

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

    public static ExpectedCalls Read(SqliteConnection reader, RunFacts facts, CancellationToken cancellationToken)
    {
        var (expected, layouts) = (new ExpectedCalls(new ExpectedStatistics(facts.StagedFields)), new Layouts(reader, facts.StagedFields));
        using (var own = new Statement(reader, Select + "c.run = ?1"))
        {
            expected.Take(own.Integer(1, facts.Number), facts, layouts, cancellationToken);
        }

        // In a file of one run, looking through all calls once more would find nothing.
        if (expected.Range is { } range && reader.Scalar("SELECT EXISTS (SELECT 1 FROM run WHERE number <> ?1)", facts.Number) != 0)
        {
            using var others = new Statement(reader, Select + "c.run > 0 AND c.run <> ?1 AND c.starts >= ?2 AND c.starts < ?3");
            expected.Take(others.Integer(1, facts.Number).Integer(2, range.From).Integer(3, range.To), facts, layouts, cancellationToken);
        }

        expected.Groups = expected.wholeMonths.Count == 0 ? expected.Groups : expected.Groups.Merged(expected.wholeMonths);
        return expected;
    }

    private void Take(Statement calls, RunFacts facts, Layouts layouts, CancellationToken cancellationToken)
    {
        var values = new PayloadValues();
        while (calls.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Payload.Read(calls.Text(0), values);
            var (starts, seconds, run, isExpected) = (calls.Integer(1), calls.Integer(2), calls.Integer(3), calls.Integer(6) != 0);
            if (run == facts.Number)
            {
                Calls = Calls.And(starts);
                Count += isExpected ? 1 : 0;
                if (calls.Integer(5) != (int)CallPlan.Native)
                {
                    statistics.Add(values, starts, seconds, how: calls.Integer(4));
                }
            }

            if (isExpected)
            {
                AddToGroup(values, layouts.Of(run), facts, starts, seconds);
            }
        }
    }

    private void AddToGroup(PayloadValues values, (StatisticColumns Columns, int Fields) layout, RunFacts facts, long starts, long seconds)
    {
        var month = CallStatistics.Month(starts);
        if (values.Count != layout.Fields)
        {
            wholeMonths.Add(month);
            Groups.AddWhole(month, seconds);
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
