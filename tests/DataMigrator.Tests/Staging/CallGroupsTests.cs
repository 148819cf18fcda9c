using System.Text;
using DataMigrator.Staging;
using DataMigrator.Tests.Extraction;

namespace DataMigrator.Tests.Staging;

internal sealed class CallGroupsTests
{
    private const int March = (2024 * 12) + 2, April = March + 1;
    private const string Ada = "005A0000000000A", AdaAs18 = Ada + "IAM", Bob = "005A0000000000B";

    [Test]
    public void Types_are_compared_without_case_and_owners_by_15_characters()
    {
        var groups = new CallGroups();
        groups.Add(March, "Inbound"u8, Encoding.UTF8.GetBytes(AdaAs18), 60);
        groups.Add(March, "INBOUND"u8, Encoding.UTF8.GetBytes(Ada), 5);
        var found = groups.Empty();
        found.Put(March, "inbound", AdaAs18, 2, 65);
        Assert.That(groups.Differences(found, sums: true), Is.Empty);
        Assert.That((groups.Count, found.Count), Is.EqualTo((2L, 2L)));
    }

    [Test]
    public void Differences_come_from_both_sides_in_order_of_month_type_and_owner()
    {
        var groups = new CallGroups();
        groups.Put(April, "outbound", Ada, 1, 10);
        groups.Put(March, "outbound", Bob, 2, 20);
        groups.Put(March, "", Ada, 3, 30);
        var found = groups.Empty();
        found.Put(March, "outbound", Bob, 2, 21);
        found.Put(March, "inbound", "", 4, 40);
        found.Put(March, "", Ada, 3, 30);
        string[] counted = ["2024-03, inbound, owner none: 0 calls", $"2024-04, outbound, owner {Ada}: 1 calls"];
        string[] summed =
        [
            "2024-03, inbound, owner none: 0 calls, 0 seconds", $"2024-03, outbound, owner {Bob}: 2 calls, 20 seconds", $"2024-04, outbound, owner {Ada}: 1 calls, 10 seconds",
        ];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(groups.Differences(found, sums: false).Select(d => d.Expected("calls")), Is.EqualTo(counted));
            Assert.That(groups.Differences(found, sums: true).Select(d => d.Expected("calls")), Is.EqualTo(summed));
            Assert.That(groups.Differences(found, sums: true).Select(d => d.Found("calls")).First(), Is.EqualTo("2024-03, inbound, owner none: 4 calls, 40 seconds"));
        }
    }

    [Test]
    public void Groups_that_were_numbered_apart_are_not_compared() =>
        Assert.That(() => new CallGroups().Differences(new CallGroups(), sums: false), Throws.ArgumentException);

    [Test]
    public void A_merged_month_is_one_cell_and_the_others_stay()
    {
        var groups = new CallGroups();
        groups.Put(March, "inbound", Ada, 1, 10);
        groups.Put(March, "outbound", Bob, 1, 20);
        groups.AddWhole(March, 5);
        groups.Put(April, "inbound", Ada, 1, 40);
        groups.Put(April, "inbound", Bob, 1, 40);
        var merged = groups.Merged(new HashSet<int> { March });
        Assert.That(merged.PerMonth.OrderBy(m => m.Key).Select(m => (m.Key, m.Value)), Is.EqualTo(new[] { (March, 1), (April, 2) }));
        Assert.That(merged.Differences(groups.Empty(), sums: true)[0].Expected("calls"), Is.EqualTo("2024-03, all types and owners: 3 calls, 35 seconds"));
    }

    [Test]
    public void What_pages_kept_adds_up_whatever_numbers_their_names_had()
    {
        using var kept = new MemoryStream();
        foreach (var owners in new[] { new[] { Ada, Bob }, [Bob, "Zoë", Ada] })
        {
            var page = new CallGroups();
            foreach (var owner in owners)
            {
                page.Add(March, "Inbound"u8, Encoding.UTF8.GetBytes(owner), -7);
            }

            page.Add(0, default, default, 1_000_000_000_000);
            PageGroups.Pack(page, kept);
        }

        var sum = new CallGroups();
        kept.Position = 0;
        using (var reader = new BinaryReader(kept))
        {
            sum.Add(reader);
            sum.Add(reader);
        }

        var found = sum.Empty();
        found.Put(March, "inbound", Ada, 2, -14);
        found.Put(March, "inbound", Bob, 2, -14);
        found.Put(March, "inbound", "Zoë", 1, -7);
        found.Put(0, "", "", 2, 2_000_000_000_000);
        Assert.That(sum.Differences(found, sums: true), Is.Empty);
    }

    [Test]
    public void A_thousand_names_keep_the_numbers_in_which_they_came()
    {
        var names = new Utf8Names(name => name.ToLowerInvariant());
        byte[][] all = [.. Enumerable.Range(0, 1000).Select(i => Encoding.UTF8.GetBytes($"Name {i}"))];
        Assert.That(all.Select(name => names.Of(name)), Is.EqualTo(Enumerable.Range(0, 1000)));
        Assert.That(all.Select(name => names.TryFind(name, out var number) ? number : -1), Is.EqualTo(Enumerable.Range(0, 1000)), "found as they were written");
        Assert.That((names.Of("NAME 7"), names[7], names.Count, names.TryFind("Name 1000"u8, out _)), Is.EqualTo((7, "name 7", 1000, false)));
    }

    [Test]
    public void A_tally_keeps_so_many_names_and_counts_the_rest_as_others()
    {
        var tally = new CallTally(2);
        foreach (var name in new[] { "b", "a", "c", "b", "d" })
        {
            tally.Add(Encoding.UTF8.GetBytes(name), 10);
        }

        Assert.That(
            tally.ToStatistics("type", "task").Select(s => (s.Name, s.Count, s.Seconds)),
            Is.EqualTo(new[] { (CallTally.Others, 2L, 20L), ("a", 1L, 10L), ("b", 2L, 20L) }));
    }
}
