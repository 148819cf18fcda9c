using System.Text;
using System.Text.Json;
using DataMigrator.Reconciliation;
using DataMigrator.Staging;
using DataMigrator.Tests.Extraction;

namespace DataMigrator.Tests.Reconciliation;

/// <summary>Rows of an aggregate query, as orgs and their adapters write them.</summary>
internal sealed class GroupRowTests
{
    private const int March = (2024 * 12) + 2;

    [TestCase("""{"attributes":{"type":"AggregateResult"},"y":2024,"m":3,"t":"Inbound","o":"005A0000000000AIAM","n":12,"s":600.0}""", "inbound", "005A0000000000A", 12, 600)]
    [TestCase("""{"y":"2024","m":"3","t":null,"o":null,"n":"12","s":null,"later":[{"y":1}]}""", "", "", 12, 0)]
    [TestCase("""{"m":3,"y":2024,"n":1,"s":1.234567E8,"o":"","t":"Call \"back\" \u00fc"}""", "call \"back\" ü", "", 1, 123_456_700)]
    [TestCase("""{"y":2024,"m":3,"n":2}""", "", "", 2, 0)]
    public void A_row_is_a_group_with_its_count_and_seconds(string json, string type, string owner, long count, long seconds)
    {
        var wanted = new CallGroups();
        wanted.Put(March, type, owner, count, seconds);
        var groups = wanted.Empty();
        var (row, left) = Read(json + ",", groups);
        groups.Add(row.Group, row.Count, row.Seconds);
        Assert.That(wanted.Differences(groups, sums: true), Is.Empty);
        Assert.That(left, Is.EqualTo(1), "left at the row's end");
    }

    [TestCase("[1]")]
    [TestCase("""{"y":2024,"m":3,"n":"many"}""")]
    [TestCase("""{"y":null,"m":3,"n":1}""")]
    [TestCase("""{"y":2024,"m":3,"t":7,"n":1}""")]
    [TestCase("""{"y":2024,"m":3,"n":{"a":1}}""")]
    public void What_is_no_such_row_is_refused(string json) => Assert.That(() => Read(json, new CallGroups()), Throws.InstanceOf<JsonException>());

    /// <returns>The row, and how many bytes were left unread.</returns>
    private static (GroupRow Row, long Left) Read(string json, CallGroups groups)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        var row = GroupRow.Read(ref reader, groups);
        return (row, bytes.Length - reader.BytesConsumed);
    }
}
