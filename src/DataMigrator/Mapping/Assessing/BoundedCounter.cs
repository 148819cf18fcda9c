using System.Text;

namespace DataMigrator.Mapping.Assessing;

/// <summary>Counts texts; after so many distinct ones, new ones only count as others, so that memory stays bounded whatever is in the rows.</summary>
internal sealed class BoundedCounter(int distinct = 1000)
{
    private const int LongestKey = 120;
    private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);

    public long Others { get; private set; }

    public void Add(ReadOnlySpan<byte> text)
    {
        Span<char> chars = stackalloc char[LongestKey];
        var status = System.Text.Unicode.Utf8.ToUtf16(text, chars, out _, out var length);
        var key = chars[..length];
        if (status == System.Buffers.OperationStatus.DestinationTooSmall)
        {
            // Never half a character before the mark.
            key = char.IsHighSurrogate(key[^2]) ? key[..^1] : key;
            key[^1] = '…';
        }

        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(lookup, key);
        if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref count))
        {
            count++;
        }
        else if (counts.Count < distinct)
        {
            counts[key.ToString()] = 1;
        }
        else
        {
            Others++;
        }
    }

    public void Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    public void Merge(BoundedCounter other)
    {
        foreach (var (key, count) in other.counts)
        {
            if (counts.TryGetValue(key, out var mine) || counts.Count < distinct)
            {
                counts[key] = mine + count;
            }
            else
            {
                Others += count;
            }
        }

        Others += other.Others;
    }

    /// <summary>The most frequent first; equal ones by name.</summary>
    public IReadOnlyList<Tally> Top(int most = int.MaxValue) =>
        [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(most).Select(c => new Tally(c.Key, c.Value))];

    public IReadOnlyList<Tally> ByName() => [.. counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new Tally(c.Key, c.Value))];
}
