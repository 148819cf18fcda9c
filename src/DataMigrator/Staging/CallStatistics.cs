using System.Globalization;

namespace DataMigrator.Staging;

/// <summary>Adds calls up by month, type, outcome and owner: the same for what the Tasks say and for what the target holds. One pass, bounded memory.</summary>
internal sealed class CallStatistics(string side)
{
    /// <summary>Distinct values kept per section; free text such as an outcome may have more.</summary>
    private const int MostNames = 2_000;
    private const long DaySeconds = 86_400;

    private readonly SortedDictionary<int, (long Count, long Seconds)> months = [];

    // Calls come by the hundred of the same day: they are added up here until another day comes.
    private long day = long.MinValue;
    private int month;
    private (long Count, long Seconds) sum;

    private readonly CallTally types = new(MostNames);
    private readonly CallTally outcomes = new(MostNames);
    private readonly CallTally owners = new(MostNames);

    public long Count { get; private set; }

    public long Seconds { get; private set; }

    /// <param name="starts">Unix seconds, UTC.</param>
    /// <param name="seconds">Duration.</param>
    public void Add(long starts, long seconds, ReadOnlySpan<byte> type, ReadOnlySpan<byte> outcome, ReadOnlySpan<byte> owner)
    {
        Count++;
        Seconds += seconds;
        var its = (starts - (starts < 0 ? DaySeconds - 1 : 0)) / DaySeconds;
        if (its != day)
        {
            AddToMonth();
            (day, month) = (its, Month(starts));
        }

        sum = (sum.Count + 1, sum.Seconds + seconds);
        types.Add(type, seconds);
        outcomes.Add(outcome, seconds);
        owners.Add(owner, seconds);
    }

    public IEnumerable<Statistic> ToStatistics()
    {
        AddToMonth();
        return
        [
            .. months.Select(m => new Statistic(StatisticSections.Month, Name(m.Key), side, m.Value.Count, m.Value.Seconds)),
            .. types.ToStatistics(StatisticSections.Type, side),
            .. outcomes.ToStatistics(StatisticSections.Outcome, side),
            .. owners.ToStatistics(StatisticSections.Owner, side),
        ];
    }

    /// <summary>Year × 12 + month − 1 of a UTC instant.</summary>
    public static int Month(long unixSeconds)
    {
        var instant = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(unixSeconds, DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds()));
        return (instant.Year * 12) + instant.Month - 1;
    }

    /// <summary>First instant of a month, unix seconds.</summary>
    public static long Start(int month) => new DateTimeOffset(month / 12, (month % 12) + 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    /// <summary>2024-03.</summary>
    public static string Name(int month) => string.Create(CultureInfo.InvariantCulture, $"{month / 12:D4}-{(month % 12) + 1:D2}");

    private void AddToMonth()
    {
        if (sum.Count > 0)
        {
            var (count, seconds) = months.GetValueOrDefault(month);
            months[month] = (count + sum.Count, seconds + sum.Seconds);
            sum = default;
        }
    }
}
