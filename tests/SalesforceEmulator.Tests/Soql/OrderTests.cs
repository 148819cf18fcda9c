namespace SalesforceEmulator.Tests.Soql;

internal sealed class OrderTests : SoqlFixture
{
    [TestCase("ORDER BY CallDurationInSeconds", "dfabce", TestName = "Nulls come first")]
    [TestCase("ORDER BY CallDurationInSeconds DESC", "decbaf", TestName = "Nulls come first when descending too")]
    [TestCase("ORDER BY CallDurationInSeconds DESC NULLS LAST", "ecbafd")]
    [TestCase("ORDER BY CallDurationInSeconds ASC NULLS LAST", "fabced")]
    [TestCase("ORDER BY CallStartDateTime DESC", "efdcba")]
    [TestCase("ORDER BY QualityScore NULLS LAST, Id", "dabfce", TestName = "Negative numbers are less than positive ones")]
    [TestCase("ORDER BY CallType, CallDurationInSeconds DESC", "ecadbf")]
    [TestCase("ORDER BY Legacy_Queue__c NULLS LAST, Legacy_Task_Id__c DESC", "cbafed", TestName = "Text sorts without regard to case")]
    [TestCase("ORDER BY Id DESC LIMIT 2", "fe")]
    [TestCase("LIMIT 2", "ab")]
    [TestCase("ORDER BY Id LIMIT 2 OFFSET 3", "de")]
    [TestCase("ORDER BY Id OFFSET 5", "f")]
    [TestCase("ORDER BY Id LIMIT 0", "")]
    public void Rows_come_in_order(string tail, string keys) => Assert.That(Concat("SELECT Legacy_Task_Id__c FROM VoiceCall " + tail), Is.EqualTo(keys));
}
