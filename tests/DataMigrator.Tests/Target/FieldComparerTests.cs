using System.Text;
using DataMigrator.Mapping;
using DataMigrator.Target;

namespace DataMigrator.Tests.Target;

internal sealed class FieldComparerTests
{
    [TestCase("datetime", "2024-03-31T01:59:59Z", "2024-03-31T01:59:59.000Z", nameof(FieldVerdict.Equal))]
    [TestCase("datetime", "2024-03-31T01:59:59Z", "2024-03-31T03:59:59.000+0200", nameof(FieldVerdict.Equal))]
    [TestCase("datetime", "2024-03-31T01:59:59Z", "2024-03-30T20:29:59-05:30", nameof(FieldVerdict.Equal))]
    [TestCase("datetime", "2024-03-31T01:59:59.700Z", "2024-03-31T01:59:59.000Z", nameof(FieldVerdict.Normalised))]
    [TestCase("datetime", "2024-03-31T01:59:59Z", "2024-03-31T02:00:00.000Z", nameof(FieldVerdict.Different))]
    [TestCase("datetime", "2024-02-29T00:00:00Z", "", nameof(FieldVerdict.Different))]
    [TestCase("date", "2024-02-29", "2024-02-29Z", nameof(FieldVerdict.Equal))]
    [TestCase("date", "2024-02-29", "2024-03-01", nameof(FieldVerdict.Different))]
    [TestCase("int", "90", "90.0", nameof(FieldVerdict.Equal))]
    [TestCase("double", "912260031", "9.12260031E8", nameof(FieldVerdict.Equal))]
    [TestCase("double", "4.1", "4.2", nameof(FieldVerdict.Different))]
    [TestCase("int", "0", "", nameof(FieldVerdict.Different))]
    [TestCase("boolean", "", "false", nameof(FieldVerdict.Equal))]
    [TestCase("boolean", "1", "true", nameof(FieldVerdict.Equal))]
    [TestCase("boolean", "true", "false", nameof(FieldVerdict.Different))]
    [TestCase("reference", "0LQWQ00000ERARR", "0LQWQ00000ERARR4A5", nameof(FieldVerdict.Equal))]
    [TestCase("reference", "0LQWQ00000ERARR4A5", "0LQWQ00000erarr4A5", nameof(FieldVerdict.Different))]
    [TestCase("picklist", "inbound", "Inbound", nameof(FieldVerdict.Normalised))]
    [TestCase("picklist", "Inbound", "Outbound", nameof(FieldVerdict.Different))]
    [TestCase("string", "acme", "Acme", nameof(FieldVerdict.Different))]
    [TestCase("textarea", "a\r\nb\n", "a\nb", nameof(FieldVerdict.Normalised))]
    [TestCase("textarea", "a\nb", "a\r\nb", nameof(FieldVerdict.Normalised))]
    [TestCase("textarea", "a\u0000b", "ab", nameof(FieldVerdict.Normalised))]
    [TestCase("textarea", "ab", "abc", nameof(FieldVerdict.Different))]
    [TestCase("textarea", "   ", "", nameof(FieldVerdict.Normalised))]
    [TestCase("phone", "+4930123456", "+49 30 123456", nameof(FieldVerdict.Different))]
    [TestCase("string", "", "", nameof(FieldVerdict.Equal))]
    public void Values_are_compared_by_what_their_type_means(string type, string expected, string found, string verdict)
    {
        var field = new TargetField("X", type, 0, Createable: true, Updateable: true);

        Assert.That(FieldComparer.Compare(field, Bytes(expected), Bytes(found)).ToString(), Is.EqualTo(verdict));
    }

    [TestCase("datetime", 2, "2024-01-01T00:00:00Z", "2024-01-01T00:00:02Z", nameof(FieldVerdict.Equal))]
    [TestCase("datetime", 2, "2024-01-01T00:00:00Z", "2024-01-01T00:00:03Z", nameof(FieldVerdict.Different))]
    [TestCase("int", 5, "100", "95", nameof(FieldVerdict.Equal))]
    [TestCase("int", 5, "100", "94", nameof(FieldVerdict.Different))]
    public void A_tolerance_counts_up_to_its_bound(string type, double tolerance, string expected, string found, string verdict)
    {
        var field = new TargetField("X", type, 0, Createable: true, Updateable: true, tolerance);

        Assert.That(FieldComparer.Compare(field, Bytes(expected), Bytes(found)).ToString(), Is.EqualTo(verdict));
    }

    [Test]
    public void Comparing_equal_values_allocates_nothing()
    {
        var instant = new TargetField("A", "datetime", 0, true, false);
        var number = new TargetField("B", "double", 0, true, false);
        var text = new TargetField("C", "textarea", 0, true, false);
        var verdicts = Compare();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            verdicts += Compare();
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(verdicts, Is.EqualTo(1_001 * (int)FieldVerdict.Normalised));

        int Compare() =>
            (int)FieldComparer.Compare(instant, "2024-01-01T00:00:00Z"u8, "2024-01-01T00:00:00.000+0000"u8)
            + (int)FieldComparer.Compare(number, "1"u8, "1.0"u8)
            + (int)FieldComparer.Compare(text, "a\nb"u8, "a\r\nb"u8);
    }

    [TestCase("2024-02-30T00:00:00Z")]
    [TestCase("2024-01-01T24:00:00Z")]
    [TestCase("2024-01-01T00:00:00")]
    [TestCase("2024-01-01T00:00:00+1")]
    [TestCase("")]
    public void What_is_no_instant_is_not_taken_for_one(string text) =>
        Assert.That(Iso8601.TryParseInstant(Bytes(text), out _, out _), Is.False);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
