using System.Globalization;

namespace DataMigrator.Target;

/// <summary>Salesforce's instants, written as <c>2026-01-01T10:00:00[.000]</c> with <c>Z</c>, <c>+0000</c> or <c>+00:00</c>, to unix seconds and back.</summary>
internal static class Iso8601
{
    /// <param name="seconds">Unix seconds, UTC; fractions cut off as Salesforce does.</param>
    /// <param name="fraction">True if a fraction other than zero was cut off.</param>
    public static bool TryParseInstant(ReadOnlySpan<byte> text, out long seconds, out bool fraction)
    {
        (seconds, fraction) = (0, false);
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)' ') || text[13] != ':' || text[16] != ':'
            || !Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day)
            || !Digits(text[11..13], out var hour) || !Digits(text[14..16], out var minute) || !Digits(text[17..19], out var second)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var at = 19;
        if (text[at] == '.')
        {
            for (at++; at < text.Length && char.IsAsciiDigit((char)text[at]); at++)
            {
                fraction |= text[at] != '0';
            }
        }

        if (!TryParseOffset(text[at..], out var offset))
        {
            return false;
        }

        seconds = (new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond - offset;
        return true;
    }

    /// <summary>As <c>2026-01-01T10:00:00Z</c>: SOQL's literal, and what people read.</summary>
    public static string Format(long unixSeconds) =>
        DateTimeOffset.FromUnixTimeSeconds(unixSeconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static bool TryParseOffset(ReadOnlySpan<byte> text, out int seconds)
    {
        seconds = 0;
        if (text.SequenceEqual("Z"u8))
        {
            return true;
        }

        if (text.Length is not (5 or 6) || text[0] is not ((byte)'+' or (byte)'-') || !Digits(text[1..3], out var hours) || !Digits(text[^2..], out var minutes))
        {
            return false;
        }

        seconds = ((hours * 60) + minutes) * 60 * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + digit - '0';
        }

        return true;
    }
}
