using DataMigrator.Mapping.Texts;
using DataMigrator.Mapping.Times;

namespace DataMigrator.Mapping.Rules;

/// <summary>Memory of one mapper for one row at a time: an arena for made texts, values of slots, answers of shared conditions.</summary>
internal sealed class MapScratch(int slots, int guards, ZoneTable zones)
{
    private readonly SlotValue[] values = new SlotValue[slots];
    private readonly byte[] answers = new byte[guards];
    private LetterSet[] letters = [];
    private byte[] arena = new byte[8192];
    private char[] chars = new char[1024];
    private int used;
    private Phones.PhoneRegion? region;

    public ZoneTable Zones { get; } = zones;

    public PhoneCache Phones { get; } = new();

    /// <summary>Set by a rule that can't go on with this row (a regex that timed out); the row is rejected.</summary>
    public MapReason? Fault { get; set; }

    /// <summary>Seconds, once known; null = unknown.</summary>
    public double? Duration { get; set; }

    /// <summary>Unix milliseconds; only valid once times were found.</summary>
    public long Start { get; set; }

    /// <summary>Unix milliseconds; only valid once times were found.</summary>
    public long End { get; set; }

    /// <summary>Knows the region that national numbers of this row belong to; null before numbers are looked for.</summary>
    public HomeRegion? Home { get; set; }

    /// <summary>That region, found out when the first number asks; none before numbers are looked for.</summary>
    public Phones.PhoneRegion Region(scoped in RowContext row) => Home is null ? default : region ??= Home.Of(row);

    public void Reset()
    {
        used = 0;
        Fault = null;
        Duration = null;
        (Home, region) = (null, null);
        (Start, End) = (0, 0);
        Array.Clear(values);
        Array.Clear(answers);
        Array.Clear(letters);
    }

    /// <summary>Room in the arena. Earlier spans stay valid when it grows: they keep the old array.</summary>
    public Span<byte> Reserve(int length)
    {
        if (used + length > arena.Length)
        {
            arena = new byte[Math.Max(arena.Length * 2, length)];
            used = 0;
        }

        var room = arena.AsSpan(used, length);
        used += length;
        return room;
    }

    /// <summary>Gives back the end of what was reserved last.</summary>
    public void GiveBack(int length) => used -= length;

    /// <summary>The text as UTF-16 in a pooled buffer; valid until the next call.</summary>
    public ReadOnlySpan<char> Transcode(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > chars.Length)
        {
            chars = new char[Math.Max(chars.Length * 2, utf8.Length)];
        }

        return chars.AsSpan(0, System.Text.Encoding.UTF8.GetChars(utf8, chars));
    }

    public ref SlotValue Slot(int slot) => ref values[slot];

    /// <summary>Keeps a slot's value; copied, because a span can't be kept.</summary>
    public void Keep(int slot, ReadOnlySpan<byte> text, int winner, ValueOrigin origin)
    {
        var room = Reserve(text.Length);
        text.CopyTo(room);
        values[slot] = new SlotValue(text.IsEmpty ? SlotState.Empty : SlotState.Filled, winner, origin, arena, used - text.Length, text.Length);
    }

    /// <summary>Of a column of the Task; none before they are asked for.</summary>
    public ref LetterSet Letters(int column)
    {
        if (column >= letters.Length)
        {
            Array.Resize(ref letters, column + 1);
        }

        return ref letters[column];
    }

    /// <summary>0 = not asked yet, 1 = no, 2 = yes.</summary>
    public ref byte Answer(int guard) => ref answers[guard];
}

internal enum SlotState : byte
{
    Unknown,
    Empty,
    Filled,
}

/// <summary>Value of one slot for this row.</summary>
internal readonly record struct SlotValue(SlotState State, int Winner, ValueOrigin Origin, byte[]? Buffer, int Offset, int Length)
{
    public ReadOnlySpan<byte> Text => Buffer.AsSpan(Offset, Length);
}
