using System.Text;
using System.Text.Json;
using DataMigrator.Mapping;
using DataMigrator.Mapping.Lookups;

namespace DataMigrator.Tests.Mapping;

[Parallelizable]
internal sealed class LookupTableTests
{
    private static readonly LookupSpec Spec = new("owner", "User", "Id", ["Name", "Phone", "IsActive"], null, ["OwnerId"], []);

    private static LookupTables Of(params (string Key, object?[] Values)[] records)
    {
        var builder = new LookupTablesBuilder([Spec]);
        foreach (var (key, values) in records)
        {
            builder.Add(0, Encoding.UTF8.GetBytes(key), JsonSerializer.SerializeToUtf8Bytes(values));
        }

        return builder.Build();
    }

    private static string? Get(LookupTables tables, string key) =>
        tables.TryGet(0, Encoding.UTF8.GetBytes(key), out var row) ? $"{Encoding.UTF8.GetString(row[0])}|{Encoding.UTF8.GetString(row[1])}|{Encoding.UTF8.GetString(row[2])}" : null;

    [Test]
    public void Values_come_back_as_text_and_null_as_nothing() => Assert.That(Get(Of(("k", ["Ä \"q\"", null, true])), "k"), Is.EqualTo("Ä \"q\"||true"));

    [Test]
    public void Keys_ignore_case_and_15_characters_are_completed() =>
        Assert.That((Get(Of(("005xx000001Sv1eAAC", ["a", "b", 1])), "005xx000001Sv1e"), Get(Of(("North", ["a", "b", 1])), "NORTH")), Is.EqualTo(("a|b|1", "a|b|1")));

    [Test]
    public void An_unknown_key_is_not_found() => Assert.That(Get(Of(("k", [null, null, null])), "l"), Is.Null);

    [Test]
    public void Of_two_records_with_one_key_the_first_counts() => Assert.That(Get(Of(("k", ["1", "", ""]), ("K", ["2", "", ""])), "k"), Is.EqualTo("1||"));

    [Test]
    public void Missing_values_at_the_end_are_nothing() => Assert.That(Get(Of(("k", ["1"])), "k"), Is.EqualTo("1||"));

    [Test]
    public void The_hash_of_the_content_knows_no_order_but_every_change()
    {
        var hash = Of(("a", ["1", "2", "3"]), ("b", ["4", "5", "6"])).ContentHash;
        Assert.Multiple(() =>
        {
            Assert.That(Of(("b", ["4", "5", "6"]), ("a", ["1", "2", "3"])).ContentHash, Is.EqualTo(hash));
            Assert.That(Of(("b", ["4", "5", "7"]), ("a", ["1", "2", "3"])).ContentHash, Is.Not.EqualTo(hash));
            Assert.That(Of(("a", ["4", "5", "6"]), ("b", ["1", "2", "3"])).ContentHash, Is.Not.EqualTo(hash));
        });
    }

    [Test]
    public void A_hundred_thousand_records_are_found_and_cost_little()
    {
        var builder = new LookupTablesBuilder([Spec]);
        var values = 0L;
        for (var i = 0; i < 100_000; i++)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(new object[] { $"name {i}", $"+1415555{i % 10_000:0000}", true });
            values += Encoding.UTF8.GetByteCount($"name {i}+1415555{i % 10_000:0000}true");
            builder.Add(0, Encoding.UTF8.GetBytes($"005{i:000000000000}AAA"), json);
        }

        var tables = builder.Build();
        Assert.Multiple(() =>
        {
            Assert.That((Get(tables, "005000000000000AAA"), Get(tables, "005000000099999AAA")), Is.EqualTo(("name 0|+14155550000|true", "name 99999|+14155559999|true")));
            Assert.That((tables.Bytes - values) / 100_000.0, Is.LessThan(60));
        });
    }

    [TestCase("{}")]
    [TestCase("[[1]]")]
    public void What_is_no_list_of_values_is_refused(string json) => Assert.That(() => new LookupTablesBuilder([Spec]).Add(0, "k"u8, Encoding.UTF8.GetBytes(json)), Throws.InstanceOf<JsonException>());
}
