using System.Buffers.Binary;

namespace DataMigrator.Mapping.Texts;

/// <summary>Comparisons on UTF-8 where ASCII letters count in either case and every other byte must be equal.</summary>
internal static class Ascii
{
    private const int CaseBit = 0x20;

    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.Length != b.Length)
        {
            return false;
        }

        // Case is one bit. Most texts differ in their first or last byte: two looks instead of a call.
        return a.IsEmpty || ((((a[0] ^ b[0]) | (a[^1] ^ b[^1])) & ~CaseBit) == 0 && (a.SequenceEqual(b) || EqualsSlowly(a, b)));
    }

    public static bool StartsWithIgnoreCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start) =>
        text.Length >= start.Length && EqualsIgnoreCase(text[..start.Length], start);

    public static bool EndsWithIgnoreCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> end) =>
        text.Length >= end.Length && EqualsIgnoreCase(text[^end.Length..], end);

    /// <summary>For hash tables in memory: equal for texts that differ in ASCII case only. Eight bytes at a time, the case bit set in all.</summary>
    public static uint HashIgnoreCase(ReadOnlySpan<byte> text)
    {
        const ulong CaseBits = 0x2020_2020_2020_2020;
        const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;
        var hash = (ulong)text.Length * Multiplier;
        while (text.Length >= sizeof(ulong))
        {
            hash = (hash ^ (BinaryPrimitives.ReadUInt64LittleEndian(text) | CaseBits)) * Multiplier;
            hash ^= hash >> 29;
            text = text[sizeof(ulong)..];
        }

        foreach (var b in text)
        {
            hash = (hash ^ (b | 0x20u)) * Multiplier;
        }

        return (uint)(hash ^ (hash >> 32));
    }

    /// <summary>Without blanks, tabs and line ends around it. Nearly no text has any: a look at both ends settles it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) =>
        text.IsEmpty || (text[0] > (byte)' ' && text[^1] > (byte)' ') ? text : text.Trim(" \t\r\n"u8);

    private static bool EqualsSlowly(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] != b[i] && Lower(a[i]) != Lower(b[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether there is a letter outside ASCII that is, in another case, one inside: İ, ı, ſ and the Kelvin sign. A regex that ignores case may take them for i, s and k.</summary>
    public static bool HasOtherCase(ReadOnlySpan<byte> utf8) =>
        !System.Text.Ascii.IsValid(utf8) && (utf8.IndexOf("İ"u8) >= 0 || utf8.IndexOf("ı"u8) >= 0 || utf8.IndexOf("ſ"u8) >= 0 || utf8.IndexOf("\u212A"u8) >= 0);

    /// <summary>Of an ASCII letter; anything else as it is.</summary>
    public static byte Lower(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 32) : b;

    /// <summary>Of an ASCII letter; anything else as it is.</summary>
    public static byte Upper(byte b) => b is >= (byte)'a' and <= (byte)'z' ? (byte)(b & ~32) : b;
}
