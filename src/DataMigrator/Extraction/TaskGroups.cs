using DataMigrator.Mapping.Texts;
using DataMigrator.Staging;
using DataMigrator.Target;

namespace DataMigrator.Extraction;

/// <summary>
/// Counts a page's Tasks by month, type and owner as they come: before anything is made of them. Here their values are at hand; to inflate and read all chunks again
/// for it cost reconciliation 1.3 µs per Task.
/// </summary>
/// <param name="fields">Fields of a record, in order.</param>
internal sealed class TaskGroups(IReadOnlyList<string> fields)
{
    private readonly CallGroups groups = new();
    private readonly MemoryStream packed = new();
    private readonly int date = ExpectedStatistics.IndexOf(fields, PageGroups.Date);
    private readonly int type = ExpectedStatistics.IndexOf(fields, PageGroups.Type);
    private readonly int owner = ExpectedStatistics.IndexOf(fields, PageGroups.Owner);
    private readonly int seconds = ExpectedStatistics.IndexOf(fields, PageGroups.Seconds);

    public void Clear()
    {
        groups.Clear();
        packed.SetLength(0);
    }

    public void Add(RecordBuffer record)
    {
        if (date >= 0)
        {
            groups.Add(
                Iso8601.TryParseInstant(record[date], out var created, out _) ? CallStatistics.Month(created) : 0,
                type < 0 ? default : record[type],
                owner < 0 ? default : record[owner],
                seconds >= 0 && NumberText.TryParse(record[seconds], out var sum) ? (long)sum : 0);
        }
    }

    /// <summary>As they are staged, in a buffer of ours until <see cref="Clear"/>; null if the records hold no date to count them by.</summary>
    public ReadOnlyMemory<byte>? Pack()
    {
        if (date < 0)
        {
            return null;
        }

        PageGroups.Pack(groups, packed);
        return packed.GetBuffer().AsMemory(0, (int)packed.Length);
    }
}
