using System.Globalization;
using SalesforceEmulator.Soql;

namespace SalesforceEmulator.Tests.Soql;

internal sealed class DateLiteralTests
{
    // 2026-11-20 is a Friday in the fourth quarter; its week began on Sunday the 15th.
    [TestCase("TODAY", 0, "2026-11-20", "2026-11-21")]
    [TestCase("YESTERDAY", 0, "2026-11-19", "2026-11-20")]
    [TestCase("TOMORROW", 0, "2026-11-21", "2026-11-22")]
    [TestCase("THIS_WEEK", 0, "2026-11-15", "2026-11-22")]
    [TestCase("LAST_WEEK", 0, "2026-11-08", "2026-11-15")]
    [TestCase("THIS_MONTH", 0, "2026-11-01", "2026-12-01")]
    [TestCase("LAST_MONTH", 0, "2026-10-01", "2026-11-01")]
    [TestCase("NEXT_MONTH", 0, "2026-12-01", "2027-01-01")]
    [TestCase("THIS_QUARTER", 0, "2026-10-01", "2027-01-01")]
    [TestCase("LAST_QUARTER", 0, "2026-07-01", "2026-10-01")]
    [TestCase("THIS_YEAR", 0, "2026-01-01", "2027-01-01")]
    [TestCase("LAST_YEAR", 0, "2025-01-01", "2026-01-01")]
    [TestCase("LAST_90_DAYS", 0, "2026-08-22", "2026-11-21")]
    [TestCase("LAST_N_DAYS", 30, "2026-10-21", "2026-11-21")]
    [TestCase("NEXT_N_DAYS", 2, "2026-11-21", "2026-11-23")]
    [TestCase("LAST_N_MONTHS", 2, "2026-09-01", "2026-11-01")]
    [TestCase("LAST_N_YEARS", 2, "2024-01-01", "2026-01-01")]
    [TestCase("N_DAYS_AGO", 3, "2026-11-17", "2026-11-18")]
    public void A_literal_is_a_half_open_range_of_days(string name, int count, string from, string to)
    {
        Assert.That(DateLiterals.TryRange(name, count, new DateOnly(2026, 11, 20), out var first, out var end), Is.True);
        Assert.That((first.ToString("O", CultureInfo.InvariantCulture), end.ToString("O", CultureInfo.InvariantCulture)), Is.EqualTo((from, to)));
    }

    [TestCase("LAST_DECADE")]
    [TestCase("THIS_DAY")]
    [TestCase("Inbound")]
    public void Other_words_are_no_dates(string word) => Assert.That(DateLiterals.IsName(word), Is.False);
}
