namespace DataMigrator.Extraction;

/// <summary>Where days, ISO weeks, months and years begin, UTC.</summary>
internal static class CalendarBounds
{
    /// <summary>The bounds of the windows that cover [from, to); the first and last are the range's own.</summary>
    /// <exception cref="OperatorException">Unknown granularity.</exception>
    public static List<DateTimeOffset> Between(DateTimeOffset from, DateTimeOffset to, string granularity)
    {
        from = from.ToUniversalTime();
        var bounds = new List<DateTimeOffset> { from };
        for (var next = Next(Begin(from, granularity), granularity); next < to; next = Next(next, granularity))
        {
            bounds.Add(next);
        }

        bounds.Add(to.ToUniversalTime());
        return bounds;
    }

    private static DateTimeOffset Begin(DateTimeOffset at, string granularity)
    {
        var day = new DateTimeOffset(at.Date, TimeSpan.Zero);
        return granularity.ToUpperInvariant() switch
        {
            "DAY" => day,
            "WEEK" => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            "MONTH" => day.AddDays(1 - day.Day),
            "YEAR" => new DateTimeOffset(day.Year, 1, 1, 0, 0, 0, TimeSpan.Zero),
            _ => throw new OperatorException($"Window '{granularity}' is unknown: auto, day, week, month or year."),
        };
    }

    private static DateTimeOffset Next(DateTimeOffset at, string granularity) => granularity.ToUpperInvariant() switch
    {
        "DAY" => at.AddDays(1),
        "WEEK" => at.AddDays(7),
        "MONTH" => at.AddMonths(1),
        _ => at.AddYears(1),
    };
}
