using System.Buffers;
using System.Text;

namespace DataMigrator.Mapping.Times;

/// <summary>Which part of a numeric date comes first.</summary>
internal enum DateOrder
{
    DayMonthYear,
    MonthDayYear,
    YearMonthDay,
}

/// <summary>
/// Local date and time as a PC of that locale writes it in short form: <c>11/20/2026, 3:04 PM</c>, <c>20.11.2026 15:04</c>, <c>2026/11/20 下午3:04</c>.
/// Numbers only; month names are a matter for a pattern.
/// </summary>
internal static class LocalTimeText
{
    private static readonly byte[][] MonthFirst = Utf8("en_US en_PH es_US es_PR en_AS en_GU en_PR en_VI en_UM");
    private static readonly SearchValues<byte> Unmarked = SearchValues.Create("0123456789/.-:, "u8);
    private static readonly byte[][] YearFirst = Utf8("zh ja ko hu lt sv en_CA fr_CA mn eu fa");
    private static readonly Texts.SoughtText[] Afternoon = [new("pm"), new("p.m"), new("p. m"), new("p.\u00A0m"), new("下午"), new("午後"), new("오후")];
    private static readonly Texts.SoughtText[] Morning = [new("am"), new("a.m"), new("a. m"), new("a.\u00A0m"), new("上午"), new("午前"), new("오전")];

    /// <summary>Order of a Salesforce locale key such as <c>en_US</c> or <c>de</c>; day first if unknown, as in most of the world.</summary>
    public static DateOrder OrderOf(ReadOnlySpan<byte> locale)
    {
        foreach (var name in MonthFirst)
        {
            if (Texts.Ascii.EqualsIgnoreCase(locale, name))
            {
                return DateOrder.MonthDayYear;
            }
        }

        foreach (var name in YearFirst)
        {
            if (Texts.Ascii.StartsWithIgnoreCase(locale, name) && (locale.Length == name.Length || locale[name.Length] == (byte)'_'))
            {
                return DateOrder.YearMonthDay;
            }
        }

        return DateOrder.DayMonthYear;
    }

    /// <param name="milliseconds">Of the local time, since 1970.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, DateOrder order, out long milliseconds)
    {
        milliseconds = 0;
        Span<int> numbers = stackalloc int[6];
        Span<int> widths = stackalloc int[6];
        var count = 0;
        for (var i = 0; i < text.Length && count < 6; i++)
        {
            if (text[i] is < (byte)'0' or > (byte)'9')
            {
                continue;
            }

            for (; i < text.Length && text[i] is >= (byte)'0' and <= (byte)'9'; i++)
            {
                if (++widths[count] > 4)
                {
                    return false;
                }

                numbers[count] = (numbers[count] * 10) + (text[i] - '0');
            }

            count++;
        }

        if (count is not (5 or 6) || !TryDate(numbers, widths, order, out var days) || !TryClock(text, numbers, count, out var seconds))
        {
            return false;
        }

        milliseconds = ((days * 86_400L) + seconds) * 1000;
        return true;
    }

    private static bool TryDate(ReadOnlySpan<int> n, ReadOnlySpan<int> widths, DateOrder order, out int days)
    {
        if (widths[0] == 4)
        {
            return IsoTime.TryDays(n[0], n[1], n[2], out days);
        }

        // A number over 12 can only be the day, whatever the locale says.
        var monthFirst = order == DateOrder.MonthDayYear ? n[0] <= 12 : n[1] > 12;
        if (order == DateOrder.YearMonthDay && widths[2] != 4)
        {
            return IsoTime.TryDays(2000 + n[0], n[1], n[2], out days);
        }

        var year = widths[2] == 4 ? n[2] : 2000 + n[2];
        return IsoTime.TryDays(year, monthFirst ? n[0] : n[1], monthFirst ? n[1] : n[0], out days);
    }

    private static bool TryClock(ReadOnlySpan<byte> text, ReadOnlySpan<int> n, int count, out int seconds)
    {
        var hour = n[3];
        var halfDay = text.ContainsAnyExcept(Unmarked);
        if (halfDay && hour < 12 && Texts.SoughtText.AnyIn(text, Afternoon))
        {
            hour += 12;
        }
        else if (halfDay && hour == 12 && Texts.SoughtText.AnyIn(text, Morning))
        {
            hour = 0;
        }

        seconds = (hour * 3600) + (n[4] * 60) + (count == 6 ? n[5] : 0);
        return hour < 24 && n[4] < 60 && (count < 6 || n[5] < 60);
    }

    private static byte[][] Utf8(string names) => [.. names.Split(' ').Select(Encoding.ASCII.GetBytes)];
}
