using System.Runtime.InteropServices;
using System.Text;

namespace DataMigrator.Staging;

/// <summary>Counts and seconds per UTF-8 name. Bounded: beyond <paramref name="capacity"/> names, new ones are counted as <see cref="Others"/>.</summary>
internal sealed class CallTally(int capacity)
{
    public const string Others = "(others)";

    private readonly Dictionary<string, int> positions = new(new Utf8Names());
    private readonly List<(long Count, long Seconds)> cells = [];

    public void Add(ReadOnlySpan<byte> name, long seconds)
    {
        var lookup = positions.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!lookup.TryGetValue(name, out var position))
        {
            position = Position(positions.Count < capacity ? Encoding.UTF8.GetString(name) : Others);
        }

        ref var cell = ref CollectionsMarshal.AsSpan(cells)[position];
        cell = (cell.Count + 1, cell.Seconds + seconds);
    }

    public void Add(string name, long count, long seconds)
    {
        var position = Position(name);
        cells[position] = (cells[position].Count + count, cells[position].Seconds + seconds);
    }

    public IEnumerable<Statistic> ToStatistics(string section, string side) =>
        positions.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new Statistic(section, p.Key, side, cells[p.Value].Count, cells[p.Value].Seconds));

    private int Position(string name)
    {
        if (!positions.TryGetValue(name, out var position))
        {
            positions.Add(name, position = cells.Count);
            cells.Add(default);
        }

        return position;
    }
}
