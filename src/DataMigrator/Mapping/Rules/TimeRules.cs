using DataMigrator.Mapping.Times;

namespace DataMigrator.Mapping.Rules;

/// <summary>A rule whose value is an instant; its text is ISO 8601 in UTC.</summary>
internal abstract class InstantRule : Rule
{
    public sealed override ReadOnlySpan<byte> Text(scoped in RowContext row)
    {
        if (!TryInstant(row, out var milliseconds))
        {
            return default;
        }

        var room = row.Scratch.Reserve(IsoTime.Length);
        IsoTime.Format(milliseconds, room);
        return room;
    }
}

/// <summary>How a text is read as a time.</summary>
/// <param name="Pattern">Null for iso and locale.</param>
internal sealed record TimeFormat(string Name, LocalPattern? Pattern)
{
    public bool IsLocale => Name == "locale";

    public double UnixUnit => Name switch { "unix" => 1000, "unixms" => 1, _ => 0 };
}

/// <summary>Text that says date and time. Without an offset it is local time of the zone.</summary>
/// <param name="near">Decides doubtful readings at the end of summer time, and what is too far away; usually CreatedDate.</param>
/// <param name="within">Readings further from <paramref name="near"/> than this are not believed; null = any.</param>
internal sealed class DateTimeRule(Rule from, IReadOnlyList<TimeFormat> formats, Rule zone, Rule locale, Rule? near, TimeSpan? within) : InstantRule
{
    private readonly TimeFormat[] formats = [.. formats];

    public override string Label => $"datetime of {from.Label}";

    public override ValueOrigin Origin => from.Origin;

    public override IReadOnlyList<Rule> Parts => [from];

    public override bool TryInstant(scoped in RowContext row, out long milliseconds)
    {
        milliseconds = 0;
        var text = from.Text(row);
        return !text.IsEmpty && text.Length <= 128 && Read(row, text, out milliseconds) && Believable(row, milliseconds);
    }

    public override string WhyNot(scoped in RowContext row)
    {
        var text = from.Text(row);
        return text.IsEmpty ? $"{from.Label} is empty" : Read(row, text, out _) ? $"further from {near!.Label} than believable" : "not a time in these formats";
    }

    private bool Believable(scoped in RowContext row, long milliseconds) =>
        within is not { } limit || near is null || !near.TryInstant(row, out var instant) || Math.Abs(milliseconds - instant) <= limit.TotalMilliseconds;

    private bool Read(scoped in RowContext row, ReadOnlySpan<byte> text, out long milliseconds)
    {
        foreach (var format in formats)
        {
            if (!Read(row, format, text, out milliseconds, out var hasOffset))
            {
                continue;
            }

            if (hasOffset)
            {
                return true;
            }

            long? instant = near is not null && near.TryInstant(row, out var n) ? n : null;
            milliseconds = ZoneTable.ToUtc(milliseconds, row.Scratch.Zones.Find(zone.Text(row)) ?? TimeZoneInfo.Utc, instant);
            return true;
        }

        milliseconds = 0;
        return false;
    }

    private bool Read(scoped in RowContext row, TimeFormat format, ReadOnlySpan<byte> text, out long milliseconds, out bool hasOffset)
    {
        hasOffset = false;
        if (format.Pattern is { } pattern)
        {
            return pattern.TryParse(text, out milliseconds, out hasOffset);
        }

        if (format.IsLocale)
        {
            return LocalTimeText.TryParse(text, LocalTimeText.OrderOf(locale.Text(row)), out milliseconds);
        }

        if (format.UnixUnit is not 0 and var unit)
        {
            var known = Texts.NumberText.TryParse(text, out var number) && number is > 0 and < 64_092_211_200_000;
            (milliseconds, hasOffset) = (known ? (long)(number * unit) : 0, true);
            return known;
        }

        return IsoTime.TryParse(text, out milliseconds, out hasOffset);
    }
}

/// <summary>What a moment says about a call.</summary>
internal enum MomentMeaning
{
    /// <summary>The start.</summary>
    Start,

    /// <summary>The end: the start is the call's duration before it.</summary>
    End,
}

/// <summary>A system time as the start of the call. Only for the slot <c>start</c>: it looks at the duration found before.</summary>
/// <param name="agrees">A date that must not differ by more than <paramref name="days"/> (a Task that was imported has the import's CreatedDate); empty agrees.</param>
internal sealed class MomentRule(Rule of, MomentMeaning meaning, Rule? agrees, int days) : InstantRule
{
    public override string Label => $"{of.Label} as the call's {(meaning == MomentMeaning.End ? "end" : "start")}";

    public override ValueOrigin Origin => of.Origin;

    public override IReadOnlyList<Rule> Parts => [of];

    public override bool TryInstant(scoped in RowContext row, out long milliseconds)
    {
        if (!of.TryInstant(row, out milliseconds) || !Agrees(row, milliseconds))
        {
            return false;
        }

        if (meaning == MomentMeaning.End)
        {
            milliseconds -= (long)((row.Scratch.Duration ?? 0) * 1000);
        }

        return true;
    }

    public override string WhyNot(scoped in RowContext row) =>
        of.TryInstant(row, out _) ? $"more than {days} day(s) from {agrees!.Label}: not the day of the call" : $"{of.Label} is empty";

    private bool Agrees(scoped in RowContext row, long milliseconds) =>
        agrees is null || !IsoTime.TryDate(agrees.Text(row), out var day) || Math.Abs(milliseconds - ((day * 86_400_000L) + 43_200_000)) <= (days * 86_400_000L) + 43_200_000;
}

/// <summary>A date at a time of day in a zone: a convention, since the time of day is not known.</summary>
/// <param name="latest">The date is not believed if it is later than the day of this moment: a due date, not the day of the call; null, or empty = any.</param>
internal sealed class DateAtRule(Rule of, TimeSpan timeOfDay, Rule zone, Rule? latest) : InstantRule
{
    private const long Day = 86_400_000;

    public override string Label => $"{of.Label} at {timeOfDay:hh\\:mm}";

    public override ValueOrigin Origin => ValueOrigin.DateOnly;

    public override IReadOnlyList<Rule> Parts => [of];

    public override bool TryInstant(scoped in RowContext row, out long milliseconds)
    {
        milliseconds = 0;
        if (!IsoTime.TryDate(of.Text(row), out var days))
        {
            return false;
        }

        var local = (days * Day) + (long)timeOfDay.TotalMilliseconds;
        milliseconds = ZoneTable.ToUtc(local, row.Scratch.Zones.Find(zone.Text(row)) ?? TimeZoneInfo.Utc, null);
        return latest is null || !latest.TryInstant(row, out var limit) || milliseconds - limit <= Day;
    }

    public override string WhyNot(scoped in RowContext row) =>
        IsoTime.TryDate(of.Text(row), out _) ? $"later than {latest!.Label}: not the day of the call" : $"{of.Label} is empty or no date";
}

/// <summary>A time moved by seconds.</summary>
internal sealed class ShiftRule(Rule time, Rule seconds, int sign) : InstantRule
{
    public override string Label => $"{time.Label} {(sign > 0 ? "plus" : "minus")} {seconds.Label}";

    public override ValueOrigin Origin => time.Origin;

    public override IReadOnlyList<Rule> Parts => [time, seconds];

    public override bool TryInstant(scoped in RowContext row, out long milliseconds)
    {
        if (!time.TryInstant(row, out milliseconds) || !seconds.TryNumber(row, out var number) || Math.Abs(number) > 1e10)
        {
            return false;
        }

        milliseconds += (long)(number * 1000) * sign;
        return true;
    }

    public override string WhyNot(scoped in RowContext row) => "time or seconds are missing";
}
