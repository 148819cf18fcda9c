namespace SalesforceEmulator.Soql;

/// <summary>
/// TODAY, LAST_N_DAYS:n and their kin, as half-open day ranges. Days are UTC days and weeks begin on Sunday, as for an org whose users work in UTC
/// with the locale en_US; the fiscal year is the calendar year, as in an org where nobody has changed it.
/// </summary>
internal static class DateLiterals
{
    // Keeps every range within the calendar.
    private const int MaxYears = 1000;
    private static readonly string[] Units = ["DAYS", "WEEKS", "MONTHS", "QUARTERS", "YEARS"];

    public static bool IsName(string word) => TryRange(word.ToUpperInvariant(), 1, new DateOnly(2000, 1, 1), out _, out _);

    /// <summary>The range of a literal; false if there is no such literal.</summary>
    public static bool TryRange(string name, int count, DateOnly today, out DateOnly from, out DateOnly to)
    {
        from = to = today;
        name = name.Replace("_FISCAL_", "_", StringComparison.Ordinal) is var plain && (plain.Contains("QUARTER", StringComparison.Ordinal) || plain.Contains("YEAR", StringComparison.Ordinal)) ? plain : name;
        if (count > (name.Contains("DAYS", StringComparison.Ordinal) ? MaxYears * 366 : MaxYears))
        {
            return false;
        }

        switch (name)
        {
            case "YESTERDAY":
                from = today.AddDays(-1);
                return true;
            case "TODAY":
                to = today.AddDays(1);
                return true;
            case "TOMORROW":
                from = today.AddDays(1);
                to = today.AddDays(2);
                return true;
            case "LAST_90_DAYS":
                from = today.AddDays(-90);
                to = today.AddDays(1);
                return true;
            case "NEXT_90_DAYS":
                from = today.AddDays(1);
                to = today.AddDays(91);
                return true;
        }

        foreach (var unit in Units)
        {
            if (name == "LAST_N_" + unit)
            {
                // LAST_N_DAYS includes today; the longer units end where the current one begins.
                to = unit == "DAYS" ? today.AddDays(1) : Start(unit, today);
                from = Move(unit, unit == "DAYS" ? today : to, -count);
                return true;
            }

            if (name == "NEXT_N_" + unit)
            {
                from = Move(unit, Start(unit, today), 1);
                to = Move(unit, from, count);
                return true;
            }

            if (name == "N_" + unit + "_AGO")
            {
                from = Move(unit, Start(unit, today), -count);
                to = Move(unit, from, 1);
                return true;
            }

            var single = unit[..^1];
            var shift = name == "THIS_" + single ? 0 : name == "LAST_" + single ? -1 : name == "NEXT_" + single ? 1 : 2;
            if (shift < 2 && unit != "DAYS")
            {
                from = Move(unit, Start(unit, today), shift);
                to = Move(unit, from, 1);
                return true;
            }
        }

        return false;
    }

    private static DateOnly Start(string unit, DateOnly day) => unit switch
    {
        "WEEKS" => day.AddDays(-(int)day.DayOfWeek),
        "MONTHS" => new DateOnly(day.Year, day.Month, 1),
        "QUARTERS" => new DateOnly(day.Year, (((day.Month - 1) / 3) * 3) + 1, 1),
        "YEARS" => new DateOnly(day.Year, 1, 1),
        _ => day,
    };

    private static DateOnly Move(string unit, DateOnly day, int by) => unit switch
    {
        "DAYS" => day.AddDays(by),
        "WEEKS" => day.AddDays(7 * by),
        "MONTHS" => day.AddMonths(by),
        "QUARTERS" => day.AddMonths(3 * by),
        _ => day.AddYears(by),
    };
}
