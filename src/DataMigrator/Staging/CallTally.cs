using System.Runtime.InteropServices;

namespace DataMigrator.Staging;

/// <summary>Counts and seconds per UTF-8 name. Bounded: beyond <paramref name="capacity"/> names, new ones are counted as <see cref="Others"/>.</summary>
internal sealed class CallTally(int capacity)
{
    public const string Others = "(others)";

    private readonly Utf8Names names = new(name => name);
    private readonly List<(long Count, long Seconds)> cells = [];

    public void Add(ReadOnlySpan<byte> name, long seconds) =>
        Add(names.TryFind(name, out var known) ? known : names.Count < capacity ? names.Of(name) : names.Of(Others), 1, seconds);

    public void Add(string name, long count, long seconds) => Add(names.Of(name), count, seconds);

    public IEnumerable<Statistic> ToStatistics(string section, string side) =>
        cells.Select((cell, number) => new Statistic(section, names[number], side, cell.Count, cell.Seconds)).OrderBy(s => s.Name, StringComparer.Ordinal);

    private void Add(int number, long count, long seconds)
    {
        if (number == cells.Count)
        {
            cells.Add((count, seconds));
            return;
        }

        ref var cell = ref CollectionsMarshal.AsSpan(cells)[number];
        cell = (cell.Count + count, cell.Seconds + seconds);
    }
}
