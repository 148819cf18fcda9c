using DataMigrator.Staging;

namespace DataMigrator.Tests.Staging;

/// <summary>Calls are added up per month, type, outcome and owner, in whatever order they come.</summary>
[Parallelizable]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CallStatisticsTests
{
    private readonly CallStatistics statistics = new("task");

    [Test]
    public void Months_add_up_in_any_order_and_before_1970()
    {
        Add("2024-03-31T23:59:59Z", 10);
        Add("2024-04-01T00:00:00Z", 20);
        Add("2024-03-31T00:00:00Z", 30);
        Add("1969-12-31T23:59:59Z", 40);
        Add("1970-01-01T00:00:00Z", 50);
        Add("1969-12-31T00:00:00Z", 60);
        string[] expected = ["1969-12: 2, 100 s", "1970-01: 1, 50 s", "2024-03: 2, 40 s", "2024-04: 1, 20 s"];
        Assert.That(Section(StatisticSections.Month), Is.EqualTo(expected));
        Assert.That(Section(StatisticSections.Month), Is.EqualTo(expected), "asked again, it says the same");
        Assert.That((statistics.Count, statistics.Seconds), Is.EqualTo((6, 210)));
    }

    [Test]
    public void Names_are_told_apart_by_every_byte()
    {
        foreach (var name in (string[])["Connected", "connected", "Vendu ✔", "Connected", "Vendu ✘", "", "Vendu ✔"])
        {
            statistics.Add(0, 1, "Inbound"u8, System.Text.Encoding.UTF8.GetBytes(name), "005"u8);
        }

        Assert.That(Section(StatisticSections.Outcome), Is.EqualTo([": 1, 1 s", "Connected: 2, 2 s", "Vendu ✔: 2, 2 s", "Vendu ✘: 1, 1 s", "connected: 1, 1 s"]));
    }

    [Test]
    public void Without_calls_there_are_no_months() => Assert.That(Section(StatisticSections.Month), Is.Empty);

    private void Add(string instant, long seconds) =>
        statistics.Add(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds(), seconds, "Inbound"u8, "Connected"u8, "005"u8);

    private List<string> Section(string section) =>
        [.. statistics.ToStatistics().Where(s => s.Section == section).Select(s => FormattableString.Invariant($"{s.Name}: {s.Count}, {s.Seconds} s"))];
}
