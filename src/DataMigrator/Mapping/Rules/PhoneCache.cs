using DataMigrator.Mapping.Phones;

namespace DataMigrator.Mapping.Rules;

/// <summary>
/// Numbers read lately: agents' and companies' numbers come again in nearly every row. Fixed size, one entry per hash, the newer replaces the older.
/// One cache per mapper.
/// </summary>
internal sealed class PhoneCache
{
    private const int Entries = 8192;
    private const int KeyBytes = 32;
    private const int ValueBytes = 40;
    private readonly byte[] bytes = new byte[Entries * (KeyBytes + ValueBytes)];
    private readonly (byte Key, byte Value, PhoneReading Reading, bool Used, PhoneRegion Region)[] heads = new (byte, byte, PhoneReading, bool, PhoneRegion)[Entries];

    public bool TryGet(ReadOnlySpan<byte> text, PhoneRegion region, PhoneReading reading, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (text.Length > KeyBytes)
        {
            return false;
        }

        var at = Place(text);
        ref readonly var head = ref heads[at];
        if (!head.Used || head.Key != text.Length || head.Region != region || head.Reading != reading
            || !bytes.AsSpan(at * (KeyBytes + ValueBytes), text.Length).SequenceEqual(text))
        {
            return false;
        }

        value = bytes.AsSpan((at * (KeyBytes + ValueBytes)) + KeyBytes, head.Value);
        return true;
    }

    public void Add(ReadOnlySpan<byte> text, PhoneRegion region, PhoneReading reading, ReadOnlySpan<byte> value)
    {
        if (text.Length > KeyBytes || value.Length > ValueBytes)
        {
            return;
        }

        var at = Place(text);
        var entry = bytes.AsSpan(at * (KeyBytes + ValueBytes), KeyBytes + ValueBytes);
        text.CopyTo(entry);
        value.CopyTo(entry[KeyBytes..]);
        heads[at] = ((byte)text.Length, (byte)value.Length, reading, true, region);
    }

    private static int Place(ReadOnlySpan<byte> text) => (int)(Texts.Ascii.HashIgnoreCase(text) % Entries);
}

/// <summary>How a text was read: the same digits can be another number.</summary>
internal enum PhoneReading : byte
{
    Text,
    Field,
    International,
}
