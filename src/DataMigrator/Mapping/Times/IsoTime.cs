namespace DataMigrator.Mapping.Times;

/// <summary>ISO 8601 on UTF-8, as Salesforce writes it (Z, +0000, +00:00) and adapters do (no offset, blanks for T). No allocation.</summary>
internal static class IsoTime
{
    /// <summary>Bytes that <see cref="Format"/> writes.</summary>
    public const int Length = 24;

    /// <param name="milliseconds">Since 1970 UTC; of the local time if there is no offset.</param>
    /// <param name="hasOffset">Whether the text says its offset.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out long milliseconds, out bool hasOffset)
    {
        (milliseconds, hasOffset) = (0, false);
        text = Texts.Ascii.Trim(text);
        if (text.Length < 16 || !TryDate(text, out var days) || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ') || text[13] != (byte)':')
        {
            return false;
        }

        if (!Two(text, 11, out var hour) || !Two(text, 14, out var minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        var at = 16;
        int second = 0, fraction = 0;
        if (text.Length > 18 && text[16] == (byte)':')
        {
            if (!Two(text, 17, out second) || second > 59)
            {
                return false;
            }

            at = 19;
            if (at < text.Length && text[at] is (byte)'.' or (byte)',')
            {
                var scale = 100;
                for (at++; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9'; at++, scale /= 10)
                {
                    fraction += (text[at] - '0') * scale;
                }
            }
        }

        milliseconds = (((((days * 24L) + hour) * 60) + minute) * 60 + second) * 1000 + fraction;
        var rest = text[at..].TrimStart((byte)' ');
        if (rest.IsEmpty)
        {
            return true;
        }

        hasOffset = true;
        return TryOffset(rest, out var offset) && (milliseconds -= offset * 60_000L) is var _;
    }

    /// <summary>The date at the beginning, days since 1970.</summary>
    public static bool TryDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        if (text.Length < 10 || text[4] != (byte)'-' || text[7] != (byte)'-' || !Two(text, 0, out var century) || !Two(text, 2, out var year)
            || !Two(text, 5, out var month) || !Two(text, 8, out var day))
        {
            return false;
        }

        return TryDays((century * 100) + year, month, day, out days);
    }

    /// <summary>Days since 1970 of a date of the years 1700–4000, the range that Salesforce takes.</summary>
    public static bool TryDays(int year, int month, int day, out int days)
    {
        days = 0;
        if (year is < 1700 or > 4000 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        // Days from civil: years start in March so that the leap day is the last.
        var y = month > 2 ? year : year - 1;
        var era = y / 400;
        var yearOfEra = y - (era * 400);
        var dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        days = (era * 146_097) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - 719_468;
        return true;
    }

    /// <summary>Writes <c>yyyy-MM-ddTHH:mm:ss.fffZ</c> (24 bytes), the form in which Bulk API 2.0 returns a dateTime.</summary>
    public static void Format(long milliseconds, Span<byte> output)
    {
        var time = DateTime.UnixEpoch.AddMilliseconds(milliseconds);
        time.Deconstruct(out var date, out var clock);
        date.Deconstruct(out var year, out var month, out var day);
        var seconds = (int)(clock.Ticks / TimeSpan.TicksPerSecond);
        var fraction = (int)(clock.Ticks / TimeSpan.TicksPerMillisecond % 1000);
        output = output[..Length];
        Write2(output, 0, year / 100);
        Write2(output, 2, year % 100);
        output[4] = (byte)'-';
        Write2(output, 5, month);
        output[7] = (byte)'-';
        Write2(output, 8, day);
        output[10] = (byte)'T';
        Write2(output, 11, seconds / 3600);
        output[13] = (byte)':';
        Write2(output, 14, seconds / 60 % 60);
        output[16] = (byte)':';
        Write2(output, 17, seconds % 60);
        output[19] = (byte)'.';
        output[20] = (byte)('0' + (fraction / 100));
        Write2(output, 21, fraction % 100);
        output[23] = (byte)'Z';
    }

    /// <summary>Minutes of <c>Z</c>, <c>+0100</c>, <c>+01:00</c>, <c>-08</c>.</summary>
    internal static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1)
        {
            return text[0] is (byte)'Z' or (byte)'z';
        }

        if (text[0] is not ((byte)'+' or (byte)'-') || text.Length is not (3 or 5 or 6) || !Two(text, 1, out var hours))
        {
            return false;
        }

        var rest = 0;
        if (text.Length > 3 && !Two(text, text.Length == 6 && text[3] == (byte)':' ? 4 : 3, out rest))
        {
            return false;
        }

        minutes = ((hours * 60) + rest) * (text[0] == (byte)'-' ? -1 : 1);
        return hours <= 18 && rest < 60;
    }

    private static bool Two(ReadOnlySpan<byte> text, int at, out int number)
    {
        number = 0;
        if (at + 2 > text.Length)
        {
            return false;
        }

        var (tens, ones) = (text[at] - '0', text[at + 1] - '0');
        number = (tens * 10) + ones;
        return (uint)tens < 10 && (uint)ones < 10;
    }

    private static void Write2(Span<byte> output, int at, int number)
    {
        output[at] = (byte)('0' + (number / 10));
        output[at + 1] = (byte)('0' + (number % 10));
    }
}
