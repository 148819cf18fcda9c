using DataMigrator.Mapping.Texts;

namespace DataMigrator.Mapping.Times;

/// <summary>Durations as adapters write them: <c>125</c>, <c>2.5</c> minutes, <c>00:04:32</c>, <c>1:20 min</c>, <c>5 min 20 sec</c>, <c>80 segundos</c>, <c>1h 5m</c>.</summary>
internal static class DurationText
{
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
        if (text.Length is 0 or > 48)
        {
            return false;
        }

        return text.IndexOf((byte)':') > 0 ? TryClock(text, out seconds) : TryWords(text, out seconds);
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
            if (digits <= 0 || !NumberText.TryParse(text[..digits], out var number))
            {
                return false;
            }

            text = text[digits..].TrimStart((byte)' ');
            var length = text.IndexOfAny("0123456789 "u8);
            var word = length < 0 ? text : text[..length];
            double one = word.IsEmpty ? 0 : (word[0] | 32) switch { 'h' => 3600, 'm' => word.Length > 1 && (word[1] | 32) == 's' ? 0.001 : 60, 's' => 1, _ => 0 };
            if (one == 0)
            {
                return false;
            }

            seconds += number * one;
            found = true;
            text = length < 0 ? default : text[length..].TrimStart((byte)' ');
        }

        return found;
    }
}
