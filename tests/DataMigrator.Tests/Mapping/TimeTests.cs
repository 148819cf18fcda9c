using System.Text;
using DataMigrator.Mapping.Times;

namespace DataMigrator.Tests.Mapping;

/// <summary>Times: expected instants were worked out with <c>date -u -d</c>.</summary>
[Parallelizable]
internal sealed class TimeTests
{
    private static string? Iso(string text) => IsoTime.TryParse(Encoding.UTF8.GetBytes(text), out var ms, out var offset) ? $"{Show(ms)}{(offset ? string.Empty : " local")}" : null;

    private static string Show(long milliseconds)
    {
        var bytes = new byte[IsoTime.Length];
        IsoTime.Format(milliseconds, bytes);
        return Encoding.ASCII.GetString(bytes);
    }

    [TestCase("2024-03-05T10:00:00.000Z", "2024-03-05T10:00:00.000Z")]
    [TestCase("2024-03-05T10:00:00.000+0000", "2024-03-05T10:00:00.000Z")]
    [TestCase("2024-03-05T10:00:00+05:30", "2024-03-05T04:30:00.000Z")]
    [TestCase("2024-03-05T10:00:00-08", "2024-03-05T18:00:00.000Z")]
    [TestCase("2024-03-05 10:00", "2024-03-05T10:00:00.000Z local")]
    [TestCase("2024-02-29T23:59:59.9Z", "2024-02-29T23:59:59.900Z")]
    [TestCase("1969-12-31T23:59:59Z", "1969-12-31T23:59:59.000Z")]
    [TestCase("1700-01-01T00:00:00Z", "1700-01-01T00:00:00.000Z")]
    [TestCase("2023-02-29T10:00:00Z", null)]
    [TestCase("2024-13-01T10:00:00Z", null)]
    [TestCase("2024-03-05T24:00:00Z", null)]
    [TestCase("2024-03-05T10:00:00+9:00", null)]
    [TestCase("2024-03-05", null)]
    [TestCase("", null)]
    public void ISO_times_are_read(string text, string? expected) => Assert.That(Iso(text), Is.EqualTo(expected));

    [Test]
    public void Every_second_that_can_be_written_is_read_back([Random(-8_520_336_000L, 64_092_211_199L, 500)] long seconds)
    {
        var text = Show(seconds * 1000);
        Assert.That(text, Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.That(Iso(text), Is.EqualTo(text));
    }

    [TestCase("en_US", "11/20/2026, 3:04 PM", "2026-11-20T15:04:00.000Z")]
    [TestCase("en_US", "11/20/2026, 12:04 AM", "2026-11-20T00:04:00.000Z")]
    [TestCase("en_US", "11/20/2026, 12:04 PM", "2026-11-20T12:04:00.000Z")]
    [TestCase("en_US", "11/20/26 3:04:05 PM", "2026-11-20T15:04:05.000Z")]
    [TestCase("en_GB", "20/11/2026 15:04", "2026-11-20T15:04:00.000Z")]
    [TestCase("en_GB", "05/03/2026 15:04", "2026-03-05T15:04:00.000Z")]
    [TestCase("en_US", "05/03/2026 15:04", "2026-05-03T15:04:00.000Z")]
    [TestCase("de", "20.11.2026 15:04", "2026-11-20T15:04:00.000Z")]
    [TestCase("fi_FI", "20.11.2026 klo 15.04", "2026-11-20T15:04:00.000Z")]
    [TestCase("ja_JP", "2026/11/20 午後3:04", "2026-11-20T15:04:00.000Z")]
    [TestCase("zh_CN", "26/11/20 下午3:04", "2026-11-20T15:04:00.000Z")]
    [TestCase("es_ES", "20/11/2026 3:04 p. m.", "2026-11-20T15:04:00.000Z")]
    [TestCase("de", "11/20/2026 15:04", "2026-11-20T15:04:00.000Z", Description = "20 can't be a month, whatever the locale says")]
    [TestCase("en_US", "20/11/2026 15:04", "2026-11-20T15:04:00.000Z")]
    [TestCase("en_US", "11/20/2026", null)]
    [TestCase("en_US", "11/20/2026, 25:04", null)]
    [TestCase("en_US", "31/31/2026, 5:04", null)]
    public void Local_short_forms_are_read_by_locale(string locale, string text, string? expected) => Assert.That(
        LocalTimeText.TryParse(Encoding.UTF8.GetBytes(text), LocalTimeText.OrderOf(Encoding.UTF8.GetBytes(locale)), out var ms) ? Show(ms) : null, Is.EqualTo(expected));

    [TestCase("ddd MMM dd yyyy HH:mm:ss zzz", "Fri Nov 20 2026 15:04:00 GMT+0200", "2026-11-20T13:04:00.000Z")]
    [TestCase("M/d/yyyy, h:mm:ss tt", "11/2/2026, 3:04:05\u202FPM", "2026-11-02T15:04:05.000Z")]
    [TestCase("yyyyMMdd'T'HHmmss", "20261120T150405", "2026-11-20T15:04:05.000Z")]
    [TestCase("d MMM yyyy HH:mm", "5 September 2026 07:30", "2026-09-05T07:30:00.000Z")]
    [TestCase("dd.MM.yyyy HH:mm*", "20.11.2026 15:04 Uhr", "2026-11-20T15:04:00.000Z")]
    [TestCase("dd.MM.yyyy HH:mm", "20.11.2026 15:04 Uhr", null)]
    [TestCase("dd.MM.yyyy HH:mm", "31.02.2026 15:04", null)]
    [TestCase("M/d/yyyy h:mm tt", "11/2/2026 13:04 PM", null)]
    public void Formats_are_read(string format, string text, string? expected) =>
        Assert.That(new LocalPattern(format).TryParse(Encoding.UTF8.GetBytes(text), out var ms, out _) ? Show(ms) : null, Is.EqualTo(expected));

    [TestCase("Q yyyy MM dd")]
    [TestCase("HH:mm")]
    [TestCase("yyyy-MM-dd 'at HH")]
    public void A_format_that_is_none_is_refused(string format) => Assert.That(() => new LocalPattern(format), Throws.TypeOf<FormatException>());

    // New York went forward on 2024-03-10 at 02:00 (07:00 UTC) and back on 2024-11-03 at 02:00 (06:00 UTC).
    [TestCase("2024-03-10T01:59:00Z", null, "2024-03-10T06:59:00.000Z")]
    [TestCase("2024-03-10T02:30:00Z", null, "2024-03-10T07:30:00.000Z", Description = "in the gap: 02:30 is 03:30 summer time")]
    [TestCase("2024-03-10T03:00:00Z", null, "2024-03-10T07:00:00.000Z")]
    [TestCase("2024-11-03T01:30:00Z", null, "2024-11-03T05:30:00.000Z", Description = "in the overlap, nothing to go by: the first")]
    [TestCase("2024-11-03T01:30:00Z", "2024-11-03T06:31:00Z", "2024-11-03T06:30:00.000Z", Description = "nearer to the second")]
    [TestCase("2024-11-03T01:30:00Z", "2024-11-03T05:31:00Z", "2024-11-03T05:30:00.000Z", Description = "nearer to the first")]
    public void Gaps_and_overlaps_of_summer_time_are_decided(string local, string? near, string expected)
    {
        Assert.That(IsoTime.TryParse(Encoding.ASCII.GetBytes(local), out var milliseconds, out _));
        long? instant = near is not null && IsoTime.TryParse(Encoding.ASCII.GetBytes(near), out var n, out _) ? n : null;
        Assert.That(Show(ZoneTable.ToUtc(milliseconds, TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), instant)), Is.EqualTo(expected));
    }

    // Lord Howe Island moves by half an hour: forward on 2024-10-06 at 02:00 (15:30 UTC of the day before).
    [Test]
    public void A_gap_of_half_an_hour_is_shifted_by_half_an_hour()
    {
        Assert.That(IsoTime.TryParse("2024-10-06T02:15:00Z"u8, out var local, out _));
        Assert.That(Show(ZoneTable.ToUtc(local, TimeZoneInfo.FindSystemTimeZoneById("Australia/Lord_Howe"), null)), Is.EqualTo("2024-10-05T15:45:00.000Z"));
    }

    [TestCase("125", 1, 125)]
    [TestCase("125.4", 1, 125.4)]
    [TestCase("2,5", 60, 150)]
    [TestCase("00:04:32", 1, 272)]
    [TestCase("1:20 min", 1, 80)]
    [TestCase("12:34 mins", 1, 754)]
    [TestCase("5 min 20 sec", 1, 320)]
    [TestCase("80 segundos", 1, 80)]
    [TestCase("1h 5m", 1, 3900)]
    [TestCase("1h5m", 1, 3900)]
    [TestCase("250ms", 1, 0.25)]
    [TestCase("2 minutes, 30 seconds", 1, 150)]
    [TestCase("2 hours, 5 minutes and 3 seconds", 1, 7503)]
    [TestCase("3 minutos y 12 segundos", 1, 192)]
    [TestCase("3 minuten en 12 seconden", 1, 192)]
    [TestCase("2 Min. 14 Sek.", 1, 134)]
    [TestCase("1 Std. 5 Min.", 1, 3900)]
    [TestCase("1 uur 5 minuten", 1, 3900)]
    [TestCase("1 ora 5 minuti", 1, 3900)]
    [TestCase("1時間2分3秒", 1, 3723)]
    [TestCase("3분 12초", 1, 192)]
    [TestCase("5 мин 20 сек", 1, 320)]
    [TestCase("PT3M12S", 1, 192)]
    [TestCase("PT1H", 1, 3600)]
    [TestCase("1,205 seconds", 1, 1205)]
    [TestCase("2,5 Min", 1, 150)]
    [TestCase("5 min and 3", 1, null)]
    [TestCase("PT", 1, null)]
    [TestCase("and 5 min", 1, null)]
    [TestCase("12 apples", 1, null)]
    [TestCase("-5", 1, -5)]
    [TestCase("soon", 1, null)]
    [TestCase("5 fortnights", 1, null)]
    [TestCase("1:99", 1, null)]
    [TestCase("NaN", 1, null)]
    [TestCase("1e400", 1, null)]
    public void Durations_are_read(string text, double unit, double? expected) =>
        Assert.That(DurationText.TryParse(Encoding.UTF8.GetBytes(text), unit, out var seconds) ? seconds : (double?)null, expected is null ? Is.Null : Is.EqualTo(expected).Within(1e-9));
}
