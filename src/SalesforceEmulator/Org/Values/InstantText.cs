using System.Globalization;
using System.Text;

namespace SalesforceEmulator.Org.Values;

/// <summary>Dates and instants in the one form in which the org keeps them: <c>2026-01-01T10:00:00.000Z</c>, whole seconds, UTC.</summary>
internal static class InstantText
{
    public const int Length = 24;
    public const int DateLength = 10;

    /// <summary>Reads <c>yyyy-MM-ddTHH:mm:ss[.f…](Z|±HH:mm|±HHmm)</c>, years 1700 to 4000.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTime utc)
    {
        utc = default;
        if (text.Length < 20 || text[10] is not ((byte)'T' or (byte)'t') || !TryParseDate(text[..10], out var date)
            || text[13] != ':' || text[16] != ':' || !Two(text, 11, out var hour) || !Two(text, 14, out var minute) || !Two(text, 17, out var second)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var at = 19;
        if (text[at] == '.')
        {
            for (at++; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9'; at++)
            {
            }

            if (at == 20)
            {
                return false;
            }
        }

        if (!TryZone(text[at..], out var offsetMinutes))
        {
            return false;
        }

        utc = date.ToDateTime(new TimeOnly(hour, minute, second), DateTimeKind.Utc).AddMinutes(-offsetMinutes);
        return true;
    }

    public static bool TryNormalize(ReadOnlySpan<byte> text, out byte[] normalized)
    {
        normalized = [];
        if (!TryParse(text, out var utc))
        {
            return false;
        }

        normalized = new byte[Length];
        Write(utc, normalized);
        return true;
    }

    public static bool TryParseDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (text.Length != DateLength || text[4] != '-' || text[7] != '-' || !Two(text, 0, out var century) || !Two(text, 2, out var inCentury)
            || !Two(text, 5, out var month) || !Two(text, 8, out var day))
        {
            return false;
        }

        var year = (century * 100) + inCentury;
        if (year is < 1700 or > 4000 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateOnly(year, month, day);
        return true;
    }

    /// <summary>Writes 24 bytes; parts of a second are dropped.</summary>
    public static void Write(DateTime utc, Span<byte> target)
    {
        var (year, month, day) = DateOnly.FromDateTime(utc);
        WriteDate(year, month, day, target);
        target[10] = (byte)'T';
        Two(target, 11, utc.Hour);
        target[13] = (byte)':';
        Two(target, 14, utc.Minute);
        target[16] = (byte)':';
        Two(target, 17, utc.Second);
        ".000Z"u8.CopyTo(target[19..]);
    }

    public static void WriteDate(DateOnly date, Span<byte> target) => WriteDate(date.Year, date.Month, date.Day, target);

    public static byte[] Date(DateOnly date) => Encoding.ASCII.GetBytes(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public static byte[] Midnight(DateOnly date) => Instant(date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));

    public static byte[] Instant(DateTime utc)
    {
        var bytes = new byte[Length];
        Write(utc, bytes);
        return bytes;
    }

    private static void WriteDate(int year, int month, int day, Span<byte> target)
    {
        Two(target, 0, year / 100);
        Two(target, 2, year % 100);
        target[4] = (byte)'-';
        Two(target, 5, month);
        target[7] = (byte)'-';
        Two(target, 8, day);
    }

    private static void Two(Span<byte> target, int at, int value)
    {
        target[at] = (byte)('0' + (value / 10));
        target[at + 1] = (byte)('0' + (value % 10));
    }

    private static bool Two(ReadOnlySpan<byte> text, int at, out int value)
    {
        int high = text[at] - '0', low = text[at + 1] - '0';
        value = (high * 10) + low;
        return (uint)high <= 9 && (uint)low <= 9;
    }

    private static bool TryZone(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1 && text[0] is (byte)'Z' or (byte)'z')
        {
            return text.Length == 1;
        }

        var hasColon = text.Length == 6 && text[3] == ':';
        if ((text.Length != 5 && !hasColon) || text[0] is not ((byte)'+' or (byte)'-') || !Two(text, 1, out var hours) || !Two(text, hasColon ? 4 : 3, out var rest) || hours > 14 || rest > 59)
        {
            return false;
        }

        minutes = ((hours * 60) + rest) * (text[0] == '-' ? -1 : 1);
        return true;
    }
}
