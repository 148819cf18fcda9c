using DataMigrator.Mapping.Texts;

namespace DataMigrator.Mapping.Times;

/// <summary>
/// Durations as adapters write them: <c>125</c>, <c>2.5</c> minutes, <c>00:04:32</c>, <c>1:20 min</c>, <c>5 min 20 sec</c>, <c>2 minutes, 30 seconds</c>,
/// <c>80 segundos</c>, <c>3 minutos y 12 segundos</c>, <c>1h 5m</c>, <c>3分12秒</c>, <c>PT3M12S</c>.
/// </summary>
internal static class DurationText
{
    private const int Longest = 64;

    /// <param name="unit">Seconds in one unit, for a bare number.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, double unit, out double seconds)
    {
        text = Ascii.Trim(text);
        if (NumberText.TryParse(text, out seconds))
        {
            seconds *= unit;
            return true;
        }

        seconds = 0;
        if (text.Length is 0 or > Longest)
        {
            return false;
        }

        return text.IndexOf((byte)':') > 0 ? TryClock(text, out seconds) : TryWords(Ascii.StartsWithIgnoreCase(text, "PT"u8) ? text[2..] : text, out seconds);
    }

    // h:mm:ss or m:ss; a unit behind it ("1:20 min") says what its first part is, which is so already.
    private static bool TryClock(ReadOnlySpan<byte> text, out double seconds)
    {
        seconds = 0;
        var (parts, value, digits) = (1, 0L, 0);
        var i = 0;
        for (; i < text.Length && text[i] != (byte)' '; i++)
        {
            if (text[i] == (byte)':' && digits > 0)
            {
                (seconds, value, digits) = ((seconds + value) * 60, 0, 0);
                parts++;
            }
            else if (text[i] is >= (byte)'0' and <= (byte)'9' && digits < 5)
            {
                value = (value * 10) + (text[i] - '0');
                digits++;
            }
            else if (text[i] == (byte)'.' && digits > 0 && parts > 1)
            {
                break;
            }
            else
            {
                return false;
            }
        }

        seconds += value;
        return parts <= 3 && digits > 0 && value < 60;
    }

    private static bool TryWords(ReadOnlySpan<byte> text, out double seconds)
    {
        seconds = 0;
        var found = false;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExcept("0123456789.,"u8);
            if (digits <= 0 || !TryNumber(text[..digits], out var number))
            {
                return false;
            }

            var word = NextWord(text[digits..].TrimStart((byte)' '), out text);
            var one = SecondsIn(word);
            if (one == 0)
            {
                return false;
            }

            seconds += number * one;
            found = true;

            // "3 minutos y 12 segundos"
            if (!text.IsEmpty && IsAnd(NextWord(text, out var behind)))
            {
                text = behind;
            }
        }

        return found;
    }

    // "1,205 seconds": before a unit a comma and three digits are thousands; fractions are written with a point, or shorter.
    private static bool TryNumber(ReadOnlySpan<byte> text, out double number)
    {
        var comma = text.IndexOf((byte)',');
        if (comma is not (1 or 2 or 3) || text.Length != comma + 4 || text[0] == (byte)'0')
        {
            return NumberText.TryParse(text, out number);
        }

        Span<byte> joined = stackalloc byte[6];
        text[..comma].CopyTo(joined);
        text[(comma + 1)..].CopyTo(joined[comma..]);
        return NumberText.TryParse(joined[..(text.Length - 1)], out number);
    }

    private static ReadOnlySpan<byte> NextWord(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> rest)
    {
        var length = text.IndexOfAny("0123456789 "u8);
        rest = length < 0 ? default : text[length..].TrimStart((byte)' ');
        return length < 0 ? text : text[..length];
    }

    // By its first letter; hours of some languages begin with another one.
    private static double SecondsIn(ReadOnlySpan<byte> word)
    {
        if (word.IsEmpty)
        {
            return 0;
        }

        return (word[0] | 32) switch
        {
            (byte)'h' => 3600,
            (byte)'m' => word.Length > 1 && (word[1] | 32) == 's' ? 0.001 : 60,
            (byte)'s' => Ascii.StartsWithIgnoreCase(word, "st"u8) ? 3600 : 1,
            (byte)'u' => Ascii.StartsWithIgnoreCase(word, "uur"u8) || Ascii.StartsWithIgnoreCase(word, "uren"u8) ? 3600 : 0,
            (byte)'o' => Ascii.EqualsIgnoreCase(word, "ore"u8) || Ascii.EqualsIgnoreCase(word, "ora"u8) ? 3600 : 0,
            _ => Starts(word, "秒"u8, "초"u8, "с"u8) ? 1 : Starts(word, "分"u8, "분"u8, "м"u8) ? 60 : Starts(word, "時"u8, "时"u8, "小"u8) || Starts(word, "시"u8, "ч"u8, "Ч"u8) ? 3600 : 0,
        };
    }

    private static bool Starts(ReadOnlySpan<byte> word, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c) =>
        word.StartsWith(a) || word.StartsWith(b) || word.StartsWith(c);

    private static bool IsAnd(ReadOnlySpan<byte> word) =>
        word.Length <= 3 && (Ascii.EqualsIgnoreCase(word, "and"u8) || Ascii.EqualsIgnoreCase(word, "y"u8) || Ascii.EqualsIgnoreCase(word, "e"u8) || Ascii.EqualsIgnoreCase(word, "et"u8)
            || Ascii.EqualsIgnoreCase(word, "und"u8) || Ascii.EqualsIgnoreCase(word, "en"u8) || Ascii.EqualsIgnoreCase(word, "och"u8) || Ascii.EqualsIgnoreCase(word, "og"u8));
}
