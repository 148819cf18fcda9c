using DataMigrator.Mapping;
using DataMigrator.Staging;
using DataMigrator.Target;

namespace DataMigrator.Reconciliation;

/// <summary>Takes from a VoiceCall what statistics group by.</summary>
internal sealed class FoundColumns
{
    private readonly StatisticColumns columns;
    private readonly int start;
    private readonly int end;
    private readonly int duration;

    public FoundColumns(IReadOnlyList<TargetField> fields)
    {
        List<string> names = [.. fields.Select(f => f.Name)];
        columns = StatisticColumns.Of(names);
        start = ExpectedStatistics.IndexOf(names, "CallStartDateTime");
        end = ExpectedStatistics.IndexOf(names, "CallEndDateTime");
        duration = ExpectedStatistics.IndexOf(names, "CallDurationInSeconds");
    }

    public void Add(CallStatistics statistics, in TargetRow row) =>
        statistics.Add(Instant(row, start), Duration(row), Text(row, columns.TypeAt), Text(row, columns.OutcomeAt), Text(row, columns.OwnerAt));

    /// <summary>The stored duration; where it is empty (the org does not compute it on insert), end less start. Seconds.</summary>
    private long Duration(in TargetRow row) =>
        System.Buffers.Text.Utf8Parser.TryParse(Text(row, duration), out double stored, out var used) && used > 0 ? (long)stored : Instant(row, end) - Instant(row, start);

    private static long Instant(in TargetRow row, int field) => Iso8601.TryParseInstant(Text(row, field), out var seconds, out _) ? seconds : 0;

    private static ReadOnlySpan<byte> Text(in TargetRow row, int field) => field < 0 ? default : row[field];
}
