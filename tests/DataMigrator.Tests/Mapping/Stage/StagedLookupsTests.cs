using System.Text;
using DataMigrator.Mapping;
using DataMigrator.Tests.Staging;

namespace DataMigrator.Tests.Mapping.Stage;

internal sealed class StagedLookupsTests
{
    private static readonly LookupSpec[] Specs = [new("owner", "User", "Id", ["Name", "Phone"], null, [], []), new("city", "Account", "Name", ["BillingCity"], null, [], [])];

    private TemporaryStaging staging = null!;

    [SetUp]
    public async Task Open()
    {
        staging = new TemporaryStaging();
        await staging.ExecuteAsync(
            """
            INSERT INTO lookup VALUES ('owner', '005A00000000001IAA', '["Zaphod \"Z\"","+1"]'), ('owner', '005A00000000002IAA', '[null,"+2"]'), ('city', 'Acme', '["Paris"]'), ('other', 'x', '["y"]');
            """);
    }

    [TearDown]
    public void Close() => staging.Dispose();

    [TestCase(1000)]
    [TestCase(0)]
    public void A_record_is_found_in_memory_and_on_disk_alike(long mostInMemory)
    {
        using var lookups = StagedLookups.Load(staging.Database, Specs, mostInMemory);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Get(lookups, 0, "005A00000000001IAA", 2), Is.EqualTo("Zaphod \"Z\"|+1"));
            Assert.That(Get(lookups, 0, "005A00000000002IAA", 2), Is.EqualTo("|+2"));
            Assert.That(Get(lookups, 0, "005A00000000001", 2), Is.EqualTo("Zaphod \"Z\"|+1"), "15 characters");
            Assert.That(Get(lookups, 0, "005A00000000003IAA", 2), Is.Null);
            Assert.That(Get(lookups, 1, "ACME", 1), Is.EqualTo("Paris"));
        }
    }

    [TestCase(1000)]
    [TestCase(0)]
    public async Task A_changed_value_is_another_content(long mostInMemory)
    {
        using var before = StagedLookups.Load(staging.Database, Specs, mostInMemory);
        using var same = StagedLookups.Load(staging.Database, Specs, mostInMemory);
        await staging.ExecuteAsync("UPDATE lookup SET value = '[null,\"+3\"]' WHERE key = '005A00000000002IAA'");
        using var after = StagedLookups.Load(staging.Database, Specs, mostInMemory);
        Assert.That((same.ContentHash == before.ContentHash, after.ContentHash == before.ContentHash), Is.EqualTo((true, false)));
    }

    [Test]
    public void Rows_found_one_after_the_other_can_be_held_together()
    {
        using var lookups = StagedLookups.Load(staging.Database, Specs, 0);
        lookups.TryGet(0, "005A00000000001IAA"u8, out var first);
        lookups.TryGet(0, "005A00000000002IAA"u8, out var second);
        Assert.That(Encoding.UTF8.GetString(first[1]) + Encoding.UTF8.GetString(second[1]), Is.EqualTo("+1+2"));
    }

    private static string? Get(StagedLookups lookups, int lookup, string key, int fields)
    {
        if (!lookups.TryGet(lookup, Encoding.UTF8.GetBytes(key), out var row))
        {
            return null;
        }

        var values = new List<string>();
        for (var i = 0; i < fields; i++)
        {
            values.Add(Encoding.UTF8.GetString(row[i]));
        }

        return string.Join('|', values);
    }
}
