using SalesforceEmulator.Org;

namespace SalesforceEmulator.Tests.Soql;

internal sealed class AggregateTests : SoqlFixture
{
    // Durations 10, 20, 30, null, 100, 0: sum 160 over 5 values, mean 32. Scores 1.5, 2, -3, 10: sum 10.5, mean 2.625.
    [TestCase("SELECT COUNT(Id), COUNT(CallDurationInSeconds), COUNT_DISTINCT(Legacy_Queue__c), SUM(CallDurationInSeconds) FROM VoiceCall", "\"6\",\"5\",\"3\",\"160\"")]
    [TestCase("SELECT MIN(CallDurationInSeconds), MAX(CallDurationInSeconds), AVG(CallDurationInSeconds) FROM VoiceCall", "\"0\",\"100\",\"32.0\"")]
    [TestCase("SELECT SUM(QualityScore), AVG(QualityScore), MIN(QualityScore) FROM VoiceCall", "\"10.5\",\"2.625\",\"-3.0\"")]
    [TestCase("SELECT MIN(CallStartDateTime), MAX(CallStartDateTime) FROM VoiceCall", "\"2024-01-31T23:59:59.000Z\",\"2026-11-20T08:00:00.000Z\"")]
    [TestCase("SELECT COUNT(Id), SUM(CallDurationInSeconds), MAX(CallDurationInSeconds) FROM VoiceCall WHERE CallType = 'Coach'", "\"0\",\"\",\"\"")]
    [TestCase("SELECT CallType, COUNT(Id) FROM VoiceCall GROUP BY CallType ORDER BY CallType", "\"Inbound\",\"3\"|\"Internal\",\"1\"|\"Outbound\",\"2\"")]
    [TestCase("SELECT CallType t, SUM(CallDurationInSeconds) s FROM VoiceCall GROUP BY CallType HAVING COUNT(Id) > 1 ORDER BY SUM(CallDurationInSeconds) DESC", "\"Inbound\",\"140\"|\"Outbound\",\"20\"")]
    [TestCase("SELECT CALENDAR_YEAR(CallStartDateTime) y, COUNT(Id) n FROM VoiceCall GROUP BY CALENDAR_YEAR(CallStartDateTime) ORDER BY CALENDAR_YEAR(CallStartDateTime)", "\"2024\",\"3\"|\"2025\",\"1\"|\"2026\",\"2\"")]
    [TestCase("SELECT Legacy_Queue__c, COUNT(Id) FROM VoiceCall GROUP BY Legacy_Queue__c ORDER BY COUNT(Id) DESC, Legacy_Queue__c LIMIT 2", "\"Billing\",\"2\"|\"Ärger\",\"2\"")]
    [TestCase("SELECT Owner.Name, COUNT(Id) FROM VoiceCall GROUP BY Owner.Name", "\"Migration Integration\",\"6\"")]
    public void Groups_and_totals(string soql, string rows) => Assert.That(string.Join('|', Csv(soql)), Is.EqualTo(rows));

    [Test]
    public void Count_without_a_field_has_a_total_and_no_records()
    {
        var result = Org.Query("SELECT COUNT() FROM VoiceCall WHERE CallType = 'Inbound'", QueryScope.Rest);

        Assert.That((result.IsCountOnly, result.Count), Is.EqualTo((true, 3)));
    }

    [Test]
    public void Aggregates_are_named_by_alias_or_by_number()
    {
        Assert.That(
            Json("SELECT CallType, COUNT(Id), MAX(CallStartDateTime) latest, COUNT_DISTINCT(OwnerId) FROM VoiceCall WHERE CallType = 'Internal' GROUP BY CallType"),
            Is.EqualTo("{\"attributes\":{\"type\":\"AggregateResult\"},\"CallType\":\"Internal\",\"expr0\":1,\"latest\":\"2025-03-01T00:00:00.000\\u002B0000\",\"expr1\":1}"));
    }

    [TestCase("SELECT CallType, COUNT(Id) FROM VoiceCall", "Field must be grouped or aggregated: CallType")]
    [TestCase("SELECT Description, COUNT(Id) FROM VoiceCall GROUP BY Description", "field 'Description' can not be grouped in a query call")]
    [TestCase("SELECT SUM(CallType) FROM VoiceCall", "field CallType does not support aggregate operator SUM")]
    public void What_cannot_be_grouped_is_refused(string soql, string message)
    {
        var refused = Refused(soql);

        Assert.That(refused.ErrorCode, Is.EqualTo("MALFORMED_QUERY"));
        Assert.That(refused.Message, Does.EndWith(message));
    }
}
