using System.Text;

namespace SalesforceEmulator.Org.Store;

/// <summary>
/// Record ids: prefix (3), instance (3), base-62 number (9), and the case-safe suffix (3). Digits order as 0-9A-Za-z, so ids of one object sort by age.
/// </summary>
internal static class SalesforceId
{
    public const int Length = 18;
    private const int ShortLength = 15;
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly sbyte[] DigitValues = BuildDigitValues();

    private static ReadOnlySpan<byte> DigitBytes => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8;

    private static ReadOnlySpan<byte> SuffixBytes => "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"u8;

    /// <summary>Writes the 18 characters of the id with this number.</summary>
    public static void Write(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> instance, uint number, Span<byte> target)
    {
        prefix.CopyTo(target);
        instance.CopyTo(target[3..]);
        for (var i = ShortLength - 1; i >= 6; i--)
        {
            target[i] = DigitBytes[(int)(number % 62)];
            number /= 62;
        }

        WriteSuffix(target);
    }

    /// <summary>Completes <paramref name="id"/> (18 bytes, first 15 set) with its suffix.</summary>
    public static void WriteSuffix(Span<byte> id)
    {
        for (var group = 0; group < 3; group++)
        {
            var bits = 0;
            for (var k = 0; k < 5; k++)
            {
                if (id[(group * 5) + k] is >= (byte)'A' and <= (byte)'Z')
                {
                    bits |= 1 << k;
                }
            }

            id[ShortLength + group] = SuffixBytes[bits];
        }
    }

    /// <summary>Turns 15 or 18 characters into the 18; false if it can't be an id (length, characters, suffix).</summary>
    public static bool TryNormalize(ReadOnlySpan<byte> text, Span<byte> id)
    {
        if (text.Length != ShortLength && text.Length != Length)
        {
            return false;
        }

        for (var i = 0; i < ShortLength; i++)
        {
            if (text[i] >= 128 || DigitValues[text[i]] < 0)
            {
                return false;
            }
        }

        text[..ShortLength].CopyTo(id);
        WriteSuffix(id);
        return text.Length == ShortLength || text[ShortLength..].SequenceEqual(id[ShortLength..]);
    }

    /// <summary>The number in characters 6..14; false when it is beyond 32 bits.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> id, out uint number)
    {
        ulong value = 0;
        for (var i = 6; i < ShortLength; i++)
        {
            value = (value * 62) + (ulong)(byte)DigitValues[id[i] & 127];
        }

        number = (uint)value;
        return value <= uint.MaxValue;
    }

    public static string ToText(ReadOnlySpan<byte> id) => Encoding.ASCII.GetString(id);

    private static sbyte[] BuildDigitValues()
    {
        var values = new sbyte[128];
        Array.Fill(values, (sbyte)-1);
        for (var i = 0; i < Digits.Length; i++)
        {
            values[Digits[i]] = (sbyte)i;
        }

        return values;
    }
}
