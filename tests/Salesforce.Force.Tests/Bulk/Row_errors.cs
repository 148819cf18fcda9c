using Salesforce.Force.Bulk;

namespace Salesforce.Force.Tests.Bulk;

[TestFixture]
internal sealed class Row_errors
{
    [TestCase("REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --", "REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]", "Name")]
    [TestCase("REQUIRED_FIELD_MISSING:Required fields are missing: [A, B]:A,B --", "REQUIRED_FIELD_MISSING", "Required fields are missing: [A, B]", "A|B")]
    [TestCase("UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record or 200 records: 001A,001B:--", "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record or 200 records: 001A,001B", "")]
    [TestCase("INVALID_FIELD:Failed to deserialize field at col 3. Due to, 'x' is not a valid value for the type xsd:date:CloseDate --", "INVALID_FIELD", "Failed to deserialize field at col 3. Due to, 'x' is not a valid value for the type xsd:date", "CloseDate")]
    [TestCase("STRING_TOO_LONG:Topic Name: data value too large: a:b (max length=25):Name--", "STRING_TOO_LONG", "Topic Name: data value too large: a:b (max length=25)", "Name")]
    [TestCase("DUPLICATE_VALUE:duplicate value found: X__c duplicates value on record with id: <unknown>:--", "DUPLICATE_VALUE", "duplicate value found: X__c duplicates value on record with id: <unknown>", "")]
    [TestCase("ENTITY_IS_DELETED:entity is deleted:--", "ENTITY_IS_DELETED", "entity is deleted", "")]
    [TestCase("SOME_CODE:no tail", "SOME_CODE", "no tail", "")]
    [TestCase("FIELD_CUSTOM_VALIDATION_EXCEPTION:Say why: because of this --", "FIELD_CUSTOM_VALIDATION_EXCEPTION", "Say why: because of this", "")]
    [TestCase("something odd: happened", "UNKNOWN_EXCEPTION", "something odd: happened", "")]
    [TestCase("", "UNKNOWN_EXCEPTION", "", "")]
    public void An_error_is_taken_apart(string text, string code, string message, string fields)
    {
        var error = RowError.Parse(text);

        Assert.That((error.StatusCode, error.Message, string.Join('|', error.Fields)), Is.EqualTo((code, message, fields)));
    }
}
