using System.Text;

namespace DataMigrator.Staging;

/// <summary>
/// Small numbers for names, from 0 in the order in which they come. A name is found by its UTF-8 bytes without making a string, and what is counted by several names
/// is counted by their numbers: hashing a pair of strings for each call was 2 % of a whole job. Each call is counted by eight names, so they have a table of their own
/// (0.07 s of CPU for 173,411 calls with a dictionary of byte arrays, 0.04 s with this).
/// </summary>
/// <param name="form">Of a name as it is written; names of one form have one number.</param>
internal sealed class Utf8Names(Func<string, string> form)
{
    private const int OnStack = 512, FewSlots = 16;

    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string> names = [];

    /// <summary>As written. A power of two, half of them empty; a name lies at its hash, or in the next one that was free.</summary>
    private Slot[] slots = new Slot[FewSlots];
    private int written;

    public int Count => names.Count;

    /// <summary>In the form that is counted.</summary>
    public string this[int number] => names[number];

    /// <summary>False if the name, as it is written, never came.</summary>
    public bool TryFind(ReadOnlySpan<byte> name, out int number)
    {
        ref var slot = ref Find(name, HashCode64.Of(name));
        number = slot.Number;
        return slot.Name is not null;
    }

    public int Of(ReadOnlySpan<byte> name)
    {
        var hash = HashCode64.Of(name);
        ref var slot = ref Find(name, hash);
        return slot.Name is not null ? slot.Number : Learn(name, hash);
    }

    public int Of(string name)
    {
        var length = Encoding.UTF8.GetByteCount(name);
        Span<byte> bytes = length <= OnStack ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(name, bytes);
        return Of(bytes);
    }

    public void Clear()
    {
        Array.Clear(slots);
        written = 0;
        numbers.Clear();
        names.Clear();
    }

    /// <summary>The name's, or the empty one that would be its.</summary>
    private ref Slot Find(ReadOnlySpan<byte> name, long hash)
    {
        var table = slots;
        for (var at = (int)hash & (table.Length - 1); ; at = (at + 1) & (table.Length - 1))
        {
            ref var slot = ref table[at];
            if (slot.Name is null || (slot.Hash == hash && name.SequenceEqual(slot.Name)))
            {
                return ref slot;
            }
        }
    }

    private int Learn(ReadOnlySpan<byte> name, long hash)
    {
        var formed = form(Encoding.UTF8.GetString(name));
        if (!numbers.TryGetValue(formed, out var number))
        {
            numbers.Add(formed, number = names.Count);
            names.Add(formed);
        }

        if (++written * 2 > slots.Length)
        {
            var before = slots;
            slots = new Slot[before.Length * 2];
            foreach (var slot in before)
            {
                if (slot.Name is not null)
                {
                    Find(slot.Name, slot.Hash) = slot;
                }
            }
        }

        Find(name, hash) = new(hash, name.ToArray(), number);
        return number;
    }

    /// <param name="Name">Null = empty.</param>
    private readonly record struct Slot(long Hash, byte[]? Name, int Number);
}
