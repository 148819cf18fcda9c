using System.Diagnostics.CodeAnalysis;
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

        var (count, sum) = cells[position];
        cells[position] = (count + 1, sum + seconds);
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

    /// <summary>Ordinal names that can be looked up by their UTF-8 bytes without making a string.</summary>
    private sealed class Utf8Names : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string?>
    {
        public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

        public int GetHashCode([DisallowNull] string obj)
        {
            var length = Encoding.UTF8.GetByteCount(obj);
            Span<byte> bytes = length <= 512 ? stackalloc byte[length] : new byte[length];
            Encoding.UTF8.GetBytes(obj, bytes);
            return GetHashCode(bytes);
        }

        public bool Equals(ReadOnlySpan<byte> alternate, string? other)
        {
            var length = other is null ? 0 : Encoding.UTF8.GetByteCount(other);
            if (other is null || length != alternate.Length)
            {
                return false;
            }

            Span<byte> bytes = length <= 512 ? stackalloc byte[length] : new byte[length];
            Encoding.UTF8.GetBytes(other, bytes);
            return bytes.SequenceEqual(alternate);
        }

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public string Create(ReadOnlySpan<byte> alternate) => Encoding.UTF8.GetString(alternate);
    }
}
