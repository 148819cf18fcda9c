namespace SalesforceEmulator.Tests.Soql;

internal sealed class FilterTests : SoqlFixture
{
    [TestCase("CallType = 'inbound'", "ace", TestName = "Text is compared without regard to case")]
    [TestCase("Legacy_Task_Id__c = 'A'", "", TestName = "A case-sensitive field is compared exactly")]
    [TestCase("CallType != 'Inbound'", "bdf")]
    [TestCase("CallType <> 'Inbound'", "bdf")]
    [TestCase("Legacy_Queue__c != 'billing'", "cdef", TestName = "Not equal includes null")]
    [TestCase("Legacy_Queue__c = null", "d")]
    [TestCase("Legacy_Queue__c != NULL", "abcef")]
    [TestCase("Legacy_Queue__c = ''", "d", TestName = "Empty text is null")]
    [TestCase("Legacy_Queue__c = 'ÄRGER'", "ef", TestName = "Case folds beyond ASCII")]
    [TestCase("Legacy_Queue__c LIKE 'bill%'", "ab")]
    [TestCase("Legacy_Queue__c LIKE '_illin_'", "ab")]
    [TestCase("Legacy_Queue__c LIKE '100\\%'", "c")]
    [TestCase("NOT Legacy_Queue__c LIKE '%g%'", "cd")]
    [TestCase("(NOT Legacy_Queue__c LIKE '%g%')", "cd")]
    [TestCase("CallDurationInSeconds > 10", "bce")]
    [TestCase("CallDurationInSeconds >= 10", "abce")]
    [TestCase("CallDurationInSeconds < 20", "af", TestName = "Null is neither less nor more")]
    [TestCase("CallDurationInSeconds <= 20.0", "abf")]
    [TestCase("CallDurationInSeconds = 0", "f")]
    [TestCase("CallDurationInSeconds IN (10, 30)", "ac")]
    [TestCase("CallDurationInSeconds NOT IN (10, 30)", "bdef")]
    [TestCase("QualityScore = -3", "d")]
    [TestCase("QualityScore > 1.5e0", "bf")]
    [TestCase("CallType IN ('INBOUND', 'Internal')", "acde")]
    [TestCase("CallType NOT IN ('Inbound')", "bdf")]
    [TestCase("Legacy_Queue__c IN ('billing', null)", "abd")]
    [TestCase("Legacy_Task_Id__c IN ('b', 'e', 'zzz', 'b')", "be")]
    [TestCase("CallStartDateTime >= 2024-02-01T00:00:00Z AND CallStartDateTime < 2024-03-01T00:00:00Z", "bc", TestName = "A month is half-open")]
    [TestCase("CallStartDateTime > 2024-02-01T01:00:00+01:00", "cdef", TestName = "An offset is taken into account, and greater excludes")]
    [TestCase("CallStartDateTime <= 2024-02-01T00:00:00.000Z", "ab")]
    [TestCase("CallStartDateTime = 2024-02-29T12:00:00.000+0000", "c")]
    [TestCase("CallStartDateTime = TODAY", "e")]
    [TestCase("CallStartDateTime = YESTERDAY", "f")]
    [TestCase("CallStartDateTime = LAST_N_DAYS:1", "ef")]
    [TestCase("CallStartDateTime < LAST_N_DAYS:1", "abcd")]
    [TestCase("CallStartDateTime = LAST_YEAR", "d")]
    [TestCase("CallStartDateTime = THIS_YEAR", "ef")]
    [TestCase("CallStartDateTime >= LAST_N_YEARS:2", "abcdef")]
    [TestCase("CALENDAR_YEAR(CallStartDateTime) = 2024", "abc")]
    [TestCase("CALENDAR_MONTH(CallStartDateTime) IN (1, 3)", "ad")]
    [TestCase("DAY_ONLY(CallStartDateTime) = 2024-02-29", "c")]
    [TestCase("HOUR_IN_DAY(CallStartDateTime) = 8", "ef")]
    [TestCase("DAY_IN_WEEK(CallStartDateTime) = 6", "e", TestName = "Days of the week count from Sunday: Friday is 6")]
    [TestCase("IsRecorded = false AND CallType = 'Internal'", "d")]
    [TestCase("CallType = 'Internal' OR CallType = 'Outbound'", "bdf")]
    [TestCase("(CallType = 'Internal' OR CallType = 'Outbound') AND CallDurationInSeconds != null", "bf")]
    [TestCase("NOT (CallType = 'Internal' OR CallType = 'Outbound')", "ace")]
    [TestCase("Owner.Username = 'migration@embedded.example' AND Owner.Type = 'User'", "abcdef")]
    [TestCase("CreatedBy.Profile.Name = 'System Administrator'", "abcdef")]
    [TestCase("Activity.Subject = 'x'", "", TestName = "A parent that isn't there equals nothing")]
    [TestCase("Activity.Subject != 'x'", "abcdef")]
    [TestCase("CreatedById IN (SELECT Id FROM User WHERE Username = 'migration@embedded.example')", "abcdef")]
    [TestCase("CreatedById NOT IN (SELECT Id FROM User WHERE IsActive = true)", "")]
    public void Where_finds(string where, string keys) => Assert.That(Keys(where), Is.EqualTo(keys));

    [Test]
    public void Ids_are_compared_by_case_in_fifteen_and_eighteen_characters()
    {
        var id = Concat("SELECT Id FROM VoiceCall WHERE Legacy_Task_Id__c = 'c'");

        Assert.That(Keys($"Id = '{id}'"), Is.EqualTo("c"));
        Assert.That(Keys($"Id = '{id[..15]}'"), Is.EqualTo("c"));
        Assert.That(Keys($"Id > '{id}'"), Is.EqualTo("def"));
        Assert.That(Keys($"Id <= '{id[..15]}'"), Is.EqualTo("abc"));
        Assert.That(Keys($"Id IN ('{id}', '{id[..15]}')"), Is.EqualTo("c"));
        Assert.That(Refused($"SELECT Id FROM VoiceCall WHERE Id = 'x'").ErrorCode, Is.EqualTo("INVALID_QUERY_FILTER_OPERATOR"));
    }

    [Test]
    public void A_value_with_quotes_and_backslashes_is_found_when_escaped()
    {
        Save("VoiceCall", SalesforceEmulator.Org.SaveOperation.Upsert, "Legacy_Task_Id__c", ["Legacy_Task_Id__c", "Legacy_Queue__c"], ["a", "it's a \\ \"test\"\nline"]);

        Assert.That(Keys("Legacy_Queue__c = 'it\\'s a \\\\ \\\"test\\\"\\nline'"), Is.EqualTo("a"));
    }
}
