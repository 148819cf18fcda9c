using SalesforceEmulator.Org;

namespace SalesforceEmulator.Tests.Org;

internal sealed class RowErrorTests : CallFixture
{
    // Enough Tasks that some of the users are inactive.
    protected override EmulatorOptions Options => new() { Tasks = 1000, Seed = 3, Profile = "generic" };

    [Test]
    public void Missing_required_fields_are_named_together()
    {
        var outcome = Save("VoiceCall", SaveOperation.Insert, null, ["FromPhoneNumber", "CallType"], ["+1", "#N/A"])[0];

        Assert.That(outcome.Error!.ToBulkText(), Is.EqualTo(
            "REQUIRED_FIELD_MISSING:Required fields are missing: [CallStartDateTime, CallEndDateTime, ToPhoneNumber, CallType]:CallStartDateTime,CallEndDateTime,ToPhoneNumber,CallType --"));
        Assert.That(outcome.Id, Is.Null);
        Assert.That(Csv("SELECT Id FROM VoiceCall"), Is.Empty);
    }

    [TestCase("Name", "VC-1", "INVALID_FIELD_FOR_INSERT_UPDATE:Unable to create/update fields: Name. Please check the security settings of this field and verify that it is read/write for your profile or permission set.:Name --")]
    [TestCase("CreatedDate", "2020-01-01T00:00:00Z", "INVALID_FIELD_FOR_INSERT_UPDATE:Unable to create/update fields: CreatedDate. Please check the security settings of this field and verify that it is read/write for your profile or permission set.:CreatedDate --")]
    [TestCase("Legacy_Start_Source__c", "12345678901234567890123456789012345678901", "STRING_TOO_LONG:Legacy Start Source: data value too large: 12345678901234567890123456789012345678901 (max length=40):Legacy_Start_Source__c --")]
    [TestCase("CallDurationInSeconds", "12.5", "INVALID_FIELD:Failed to deserialize field at col 6. Due to, '12.5' is not a valid value for the type xsd:int:CallDurationInSeconds --")]
    [TestCase("CallDurationInSeconds", "100000000", "NUMBER_OUTSIDE_VALID_RANGE:Call Duration in Seconds: value outside of valid range on numeric field: 100000000:CallDurationInSeconds --")]
    [TestCase("CallConnectDateTime", "yesterday", "INVALID_FIELD:Failed to deserialize field at col 6. Due to, 'yesterday' is not a valid value for the type xsd:dateTime:CallConnectDateTime --")]
    [TestCase("IsRecorded", "maybe", "INVALID_FIELD:Failed to deserialize field at col 6. Due to, 'maybe' is not a valid value for the type xsd:boolean:IsRecorded --")]
    [TestCase("QualityScore", "4,5", "INVALID_FIELD:Failed to deserialize field at col 6. Due to, '4,5' is not a valid value for the type xsd:double:QualityScore --")]
    [TestCase("VendorType", "Skype", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST:Vendor Type: bad value for restricted picklist field: Skype:VendorType --")]
    [TestCase("UserId", "bogus", "MALFORMED_ID:User ID: id value of incorrect type: bogus:UserId --")]
    [TestCase("CallerId", "0LJ000000000001", "INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--")]
    public void A_value_that_does_not_fit_its_field_fails_the_row(string column, string value, string error) => Assert.That(ErrorOf(column, value), Is.EqualTo(error));

    [TestCase("CallResolution", "Anything", TestName = "A picklist that isn't restricted takes any value")]
    [TestCase("CallDurationInSeconds", "99999999", TestName = "Eight digits fit")]
    [TestCase("Legacy_Start_Source__c", "ÄÖÜ4567890123456789012345678901234567890", TestName = "Length counts characters, not bytes")]
    [TestCase("QualityScore", "4.5E0", TestName = "Doubles may be scientific")]
    [TestCase("IsRecorded", "1", TestName = "1 is true")]
    public void A_value_that_fits_is_taken(string column, string value) => Assert.That(ErrorOf(column, value), Is.Null);

    [Test]
    public void A_reference_must_be_of_the_right_object_and_exist()
    {
        var user = UserId(active: true);
        var beyond = user[..6] + "00000zzzz";

        Assert.That(ErrorOf("ActivityId", user), Is.EqualTo($"MALFORMED_ID:Activity ID: id value of incorrect type: {user}:ActivityId --"));
        Assert.That(ErrorOf("UserId", beyond), Is.EqualTo("INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--"));
        Assert.That(ErrorOf("UserId", user[..15]), Is.Null);
        Assert.That(One("SELECT UserId FROM VoiceCall"), Is.EqualTo(user));
    }

    [Test]
    public void A_deleted_parent_is_refused()
    {
        var deleted = Csv("SELECT Id FROM Task WHERE IsDeleted = true LIMIT 1", QueryScope.RestAll)[0].Trim('"');

        Assert.That(ErrorOf("ActivityId", deleted), Is.EqualTo("ENTITY_IS_DELETED:entity is deleted:--"));
    }

    [Test]
    public void An_archived_task_may_be_pointed_at()
    {
        var archived = Csv("SELECT Id FROM Task WHERE IsArchived = true AND IsDeleted = false LIMIT 1", QueryScope.RestAll)[0].Trim('"');

        Assert.That(ErrorOf("ActivityId", archived), Is.Null);
    }

    [Test]
    public void An_inactive_user_may_be_the_agent_but_not_the_owner()
    {
        var inactive = UserId(active: false);

        Assert.That(ErrorOf("OwnerId", inactive), Is.EqualTo($"INACTIVE_OWNER_OR_USER:operation performed with inactive user [{inactive}] as owner of voice call:OwnerId --"));
        Assert.That(ErrorOf("UserId", inactive), Is.Null);
    }

    [Test]
    public void A_queue_may_own_a_call()
    {
        var queue = One("SELECT Id FROM Group WHERE Type = 'Queue' AND Name = 'Billing'");

        Assert.That(ErrorOf("OwnerId", queue), Is.Null);
        Assert.That(One("SELECT Owner.Name FROM VoiceCall"), Is.EqualTo("Billing"));
    }

    [Test]
    public void A_queue_that_is_not_for_VoiceCalls_may_not_own_one()
    {
        var queue = One("SELECT Id FROM Group WHERE Type = 'Queue' AND Name = 'Case Desk'");

        Assert.That(ErrorOf("OwnerId", queue), Is.EqualTo("INVALID_OPERATION:Queue not associated with this SObject type:--"));
        Assert.That(One($"SELECT SobjectType FROM QueueSobject WHERE QueueId = '{queue}'"), Is.EqualTo("Case"));
    }

    [Test]
    public void Form_is_judged_before_permission_and_permission_before_content()
    {
        var outcomes = Save(
            "VoiceCall", SaveOperation.Insert, null, [.. Columns, "VendorType", "Name", "CallDurationInSeconds"],
            Call("a", more: ["Skype", "x", "abc"]),
            Call("b", more: ["Skype", "x", "1"]),
            Call("c", more: ["Skype", "", "1"]));

        Assert.That(outcomes.Select(o => o.Error!.StatusCode), Is.EqualTo(new[] { "INVALID_FIELD", "INVALID_FIELD_FOR_INSERT_UPDATE", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST" }));
    }

    [Test]
    public void A_bad_row_does_not_keep_its_neighbours_from_being_saved()
    {
        var outcomes = Save("VoiceCall", SaveOperation.Insert, null, Columns, Call("1"), Call("2", type: "Shouting"), Call("3"));

        Assert.That(outcomes.Select(o => o.Error is null), Is.EqualTo(new[] { true, false, true }));
        Assert.That(Csv("SELECT Legacy_Task_Id__c FROM VoiceCall"), Is.EqualTo(new[] { "\"1\"", "\"3\"" }));
    }
}
