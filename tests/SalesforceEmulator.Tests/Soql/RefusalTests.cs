using SalesforceEmulator.Org;

namespace SalesforceEmulator.Tests.Soql;

internal sealed class RefusalTests : SoqlFixture
{
    private const string CustomFieldHint =
        " If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.";

    [Test]
    public void An_unknown_column_is_marked_in_the_text() => Assert.That(
        (Refused("SELECT Id, Phone FROM Task").ErrorCode, Refused("SELECT Id, Phone FROM Task").Message),
        Is.EqualTo(("INVALID_FIELD", "\nSELECT Id, Phone FROM Task\n           ^\nERROR at Row:1:Column:12\nNo such column 'Phone' on entity 'Task'." + CustomFieldHint)));

    [Test]
    public void Rows_and_columns_count_from_one_across_lines() => Assert.That(
        Refused("SELECT Id\nFROM Task\nWHERE Nope = 1").Message, Does.Contain("\nWHERE Nope = 1\n      ^\nERROR at Row:3:Column:7\n"));

    [TestCase("SELECT Id FROM Nothing__c", "INVALID_TYPE", "sObject type 'Nothing__c' is not supported.")]
    [TestCase("SELECT Id FROM ValidationRule", "INVALID_TYPE", "sObject type 'ValidationRule' is not supported.", TestName = "A tooling object is unknown to REST")]
    [TestCase("SELECT Owner.TimeZoneSidKey FROM Task", "INVALID_FIELD", "No such column 'TimeZoneSidKey' on entity 'Name'.", TestName = "A polymorphic owner shows only what Name has")]
    [TestCase("SELECT Boss.Name FROM Task", "INVALID_FIELD", "Didn't understand relationship 'Boss' in field path.")]
    [TestCase("SELECT Id, id FROM Task", "INVALID_FIELD", "duplicate field selected: Id")]
    [TestCase("SELECT Id FROM Task WHERE Description LIKE '%x%'", "INVALID_FIELD", "field 'Description' can not be filtered in a query call")]
    [TestCase("SELECT Id FROM VoiceCall WHERE SourceType = 'Sales'", "INVALID_FIELD", "field 'SourceType' can not be filtered in a query call")]
    [TestCase("SELECT Id FROM VoiceCall ORDER BY Description", "MALFORMED_QUERY", "field 'Description' can not be sorted in a query call")]
    [TestCase("SELECT Id FROM Task WHERE CreatedDate > '2020-01-01'", "INVALID_FIELD", "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes")]
    [TestCase("SELECT Id FROM Task WHERE CreatedDate > 2020-01-01", "INVALID_FIELD", "must be of type dateTime and should not be enclosed in quotes")]
    [TestCase("SELECT Id FROM Task WHERE ActivityDate = 2020-01-01T00:00:00Z", "INVALID_FIELD", "must be of type date and should not be enclosed in quotes")]
    [TestCase("SELECT Id FROM Task WHERE CallType = Inbound", "MALFORMED_QUERY", "unexpected token: 'Inbound'")]
    [TestCase("SELECT Id FROM Task WHERE CallType = 5", "INVALID_FIELD", "must be of type string and should be enclosed in quotes")]
    [TestCase("SELECT Id FROM Task WHERE IsClosed = 'true'", "INVALID_FIELD", "must be of type boolean")]
    [TestCase("SELECT Id FROM Task WHERE OwnerId LIKE '005%'", "INVALID_QUERY_FILTER_OPERATOR", "invalid operator on ID field")]
    [TestCase("SELECT Id FROM Task WHERE IsClosed = true AND IsDeleted = false OR IsArchived = true", "MALFORMED_QUERY", "unexpected token: 'OR'")]
    [TestCase("SELECT Id FROM Task WHERE", "MALFORMED_QUERY", "unexpected end of query")]
    [TestCase("SELECT FROM Task", "MALFORMED_QUERY", "unexpected token: 'FROM'")]
    [TestCase("SELECT * FROM Task", "MALFORMED_QUERY", "unexpected token: '*'")]
    [TestCase("DELETE FROM Task", "MALFORMED_QUERY", "unexpected token: 'DELETE'")]
    [TestCase("SELECT Id FROM Task WHERE Subject = 'open", "MALFORMED_QUERY", "mismatched character '<EOF>' expecting '''")]
    [TestCase("SELECT Id FROM Task WHERE Subject = 'a\\q'", "MALFORMED_QUERY", "Illegal character sequence '\\q' in string literal")]
    [TestCase("SELECT Id FROM Task LIMIT x", "MALFORMED_QUERY", "unexpected token: 'x'")]
    [TestCase("SELECT Id FROM Task ALL ROWS", "MALFORMED_QUERY", "ALL ROWS not allowed in this context")]
    [TestCase("SELECT Id; FROM Task", "MALFORMED_QUERY", "unexpected token: ';'")]
    [TestCase("SELECT FIELDS(ALL) FROM Task", "MALFORMED_QUERY", "The SOQL FIELDS function must have a LIMIT of at most 200")]
    [TestCase("SELECT FIELDS(ALL) FROM Task LIMIT 201", "MALFORMED_QUERY", "The SOQL FIELDS function must have a LIMIT of at most 200")]
    [TestCase("SELECT Id i FROM Task", "MALFORMED_QUERY", "only aggregate expressions use field aliasing")]
    [TestCase("SELECT Id FROM ScratchOrgInfo limit 1", "INVALID_TYPE", "sObject type 'ScratchOrgInfo' is not supported.", TestName = "An org that is no Dev Hub says so")]
    [TestCase("SELECT IsPersonAccount FROM Account LIMIT 1", "INVALID_FIELD", "No such column 'IsPersonAccount' on entity 'Account'.")]
    public void What_is_not_right_is_refused(string soql, string code, string message)
    {
        var refused = Refused(soql);

        Assert.That(refused.ErrorCode, Is.EqualTo(code));
        Assert.That(refused.Message, Does.Contain(message));
        Assert.That(refused.HttpStatus, Is.EqualTo(400));
    }

    [Test]
    public void A_query_cannot_nest_or_grow_without_end()
    {
        var nested = new string('(', 5000);

        Assert.That(Refused($"SELECT Id FROM Task WHERE {nested}IsClosed = true").ErrorCode, Is.EqualTo("QUERY_TOO_COMPLICATED"));
        Assert.That(Refused("SELECT " + string.Concat(Enumerable.Repeat("COUNT(", 5000)) + "Id FROM Task").ErrorCode, Is.EqualTo("QUERY_TOO_COMPLICATED"));
        Assert.That(Refused("SELECT Id FROM Task WHERE Subject = '" + new string('x', 100_000) + "'").Message, Is.EqualTo("SOQL statements cannot be longer than 100,000 characters."));
        Assert.That(Refused("SELECT Id FROM Task WHERE CreatedDate = LAST_N_YEARS:9999").ErrorCode, Is.EqualTo("INVALID_FIELD"));
    }

    [TestCase("SELECT COUNT() FROM Task")]
    [TestCase("SELECT COUNT(Id) FROM Task")]
    [TestCase("SELECT CallType FROM Task GROUP BY CallType")]
    [TestCase("SELECT Id FROM Task LIMIT 5 OFFSET 5")]
    [TestCase("SELECT TYPEOF Owner WHEN User THEN Id END FROM Task")]
    [TestCase("SELECT FIELDS(STANDARD) FROM Task")]
    [TestCase("SELECT Id, MailingAddress FROM Contact")]
    [TestCase("SELECT Id, (SELECT Id FROM Tasks) FROM Contact")]
    [TestCase("SELECT ApiName FROM TaskStatus")]
    public void Bulk_refuses_what_bulk_cannot_do(string soql) => Assert.That(Refused(soql, QueryScope.Bulk).ErrorCode, Is.AnyOf("API_ERROR", "INVALIDENTITY"));

    [TestCase("SELECT Id, Who.Name, Owner.Name, CreatedBy.Profile.Name FROM Task WHERE IsDeleted = false ORDER BY CreatedDate LIMIT 10")]
    [TestCase("SELECT Id, MailingCity FROM Contact")]
    public void Bulk_does_what_it_can(string soql) => Assert.That(() => Org.Query(soql, QueryScope.BulkAll), Throws.Nothing);
}
