using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>What the staged calls of a run add up to: the side <c>task</c> of the statistics. By month, type, outcome, owner, and by how times and numbers were found.</summary>
/// <param name="fields">Target fields in payload order.</param>
internal sealed class ExpectedStatistics(IReadOnlyList<string> fields)
{
    private readonly StatisticColumns columns = StatisticColumns.Of(fields);
    private readonly CallStatistics statistics = new(Statistics.Task);
    private readonly SourceTally sources = new();

    /// <summary>Walks the run's calls once. Calls that Salesforce Voice logged itself are not ours.</summary>
    public static List<Statistic> Read(SqliteConnection reader, long run, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        var (expected, values) = (new ExpectedStatistics(fields), new PayloadValues());
        using var calls = new Statement(reader, $"SELECT d.json, starts, duration, how FROM call CROSS JOIN payload d ON d.id = call.payload WHERE run = ?1 AND plan <> {(int)CallPlan.Native}");
        calls.Integer(1, run);
        while (calls.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Payload.Read(calls.Text(0), values);
            expected.Add(values, calls.Integer(1), calls.Integer(2), calls.Integer(3));
        }

        return expected.ToStatistics();
    }

    /// <param name="starts">Unix seconds.</param>
    /// <param name="duration">Seconds.</param>
    /// <param name="how">call.how.</param>
    public void Add(PayloadValues values, long starts, long duration, long how)
    {
        statistics.Add(starts, duration, columns.Type(values), columns.Outcome(values), columns.Owner(values));
        sources.Add(how, duration);
    }

    public List<Statistic> ToStatistics() => [.. statistics.ToStatistics(), .. sources.ToStatistics()];

    /// <summary>Position of a field in the payload (case-insensitive), or -1.</summary>
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
}

/// <summary>Positions of the fields that statistics group by; -1 = not mapped.</summary>
internal readonly record struct StatisticColumns(int TypeAt, int OutcomeAt, int OwnerAt)
{
    public static StatisticColumns Of(IReadOnlyList<string> fields) => new(
        ExpectedStatistics.IndexOf(fields, "CallType"),
        OutcomeField(fields) is { } outcome ? ExpectedStatistics.IndexOf(fields, outcome) : -1,
        ExpectedStatistics.IndexOf(fields, "OwnerId"));

    public ReadOnlySpan<byte> Type(PayloadValues values) => At(values, TypeAt);

    public ReadOnlySpan<byte> Outcome(PayloadValues values) => At(values, OutcomeAt);

    public ReadOnlySpan<byte> Owner(PayloadValues values) => At(values, OwnerAt);

    private static ReadOnlySpan<byte> At(PayloadValues values, int index) => index < 0 || index >= values.Count ? default : values[index];

    /// <summary>The field that holds a call's outcome: VoiceCall.CallDisposition is a state, so it is a custom field, or else CallResolution.</summary>
    private static string? OutcomeField(IReadOnlyList<string> fields) =>
        fields.FirstOrDefault(f => f.EndsWith("__c", StringComparison.OrdinalIgnoreCase)
            && (f.Contains("outcome", StringComparison.OrdinalIgnoreCase) || f.Contains("disposition", StringComparison.OrdinalIgnoreCase)
                || f.Contains("result", StringComparison.OrdinalIgnoreCase)))
        ?? fields.FirstOrDefault(f => string.Equals(f, "CallResolution", StringComparison.OrdinalIgnoreCase));
}

/// <summary>How starts and numbers were found, added up.</summary>
internal sealed class SourceTally
{
    private readonly Dictionary<long, (long Count, long Seconds)> packed = [];

    public void Add(long how, long seconds)
    {
        var (count, sum) = packed.GetValueOrDefault(how);
        packed[how] = (count + 1, sum + seconds);
    }

    public IEnumerable<Statistic> ToStatistics()
    {
        var totals = new CallTally(int.MaxValue);
        foreach (var (value, (count, seconds)) in packed)
        {
            var how = CallSources.Unpack(value);
            totals.Add($"start.{how.Start}", count, seconds);
            totals.Add($"from.{how.From}", count, seconds);
            totals.Add($"to.{how.To}", count, seconds);
        }

        return totals.ToStatistics(StatisticSections.How, Statistics.Task);
    }
}
