using SalesforceEmulator.Org;

namespace SalesforceEmulator.Tests.Org;

internal sealed class RelationshipHeaderTests : CallFixture
{
    [Test]
    public void A_parent_is_found_by_its_external_id()
    {
        var parent = Insert(Call("leg1")).Id;
        var child = Save("VoiceCall", SaveOperation.Insert, null, [.. Columns, "PreviousCall.Legacy_Task_Id__c"], Call("leg2", more: "leg1"))[0];

        Assert.That(child.Error, Is.Null);
        Assert.That(One("SELECT PreviousCallId FROM VoiceCall WHERE Legacy_Task_Id__c = 'leg2'"), Is.EqualTo(parent));
        Assert.That(One("SELECT PreviousCall.Legacy_Task_Id__c FROM VoiceCall WHERE Legacy_Task_Id__c = 'leg2'"), Is.EqualTo("leg1"));
    }

    [Test]
    public void A_parent_of_the_same_chunk_is_not_there_yet()
    {
        var outcomes = Save("VoiceCall", SaveOperation.Insert, null, [.. Columns, "PreviousCall.Legacy_Task_Id__c"], Call("leg1", more: ""), Call("leg2", more: "leg1"));

        Assert.That(outcomes[0].Error, Is.Null);
        Assert.That(outcomes[1].Error!.ToBulkText(), Is.EqualTo("INVALID_FIELD:Foreign key external ID: leg1 not found for field Legacy_Task_Id__c in entity VoiceCall:--"));
    }

    [Test]
    public void A_polymorphic_parent_is_named_with_its_object()
    {
        var contact = One("SELECT Id FROM Contact WHERE Email = 'person5@customers.example'");
        var saved = Save("VoiceCall", SaveOperation.Insert, null, [.. Columns, "Contact:RelatedRecord.Email", "User:Owner.Username"], Call("a", more: ["PERSON5@customers.example", "user2@embedded.example"]))[0];

        Assert.That(saved.Error, Is.Null);
        Assert.That(Csv("SELECT RelatedRecordId, Owner.Name, RelatedRecord.Type FROM VoiceCall")[0], Does.StartWith($"\"{contact}\"").And.EndsWith("\"Contact\""));
    }

    [Test]
    public void Several_parents_with_one_key_fail_the_row()
    {
        var columns = new[] { "VendorCallKey", "CallStartDateTime", "CallEndDateTime", "FromPhoneNumber", "ToPhoneNumber", "CallType" };
        Save("VoiceCall", SaveOperation.Insert, null, columns, Call("shared"), Call("shared"));
        var outcome = Save("VoiceCall", SaveOperation.Insert, null, [.. Columns, "PreviousCall.VendorCallKey"], Call("x", more: "shared"))[0];

        Assert.That(outcome.Error!.StatusCode, Is.EqualTo("DUPLICATE_EXTERNAL_ID"));
    }

    [TestCase("Nonsense__c", "InvalidBatch : Field name not found : Nonsense__c")]
    [TestCase("\ufeffId", "InvalidBatch : Field name not found : \ufeffId", TestName = "A byte order mark hides the first column")]
    [TestCase("PreviousCall.Description", "InvalidBatch : Field name not found : PreviousCall.Description", TestName = "The parent's field must be a key")]
    [TestCase("Nobody.Legacy_Task_Id__c", "InvalidBatch : Field name not found : Nobody.Legacy_Task_Id__c")]
    [TestCase("VoiceCall:PreviousCall.Legacy_Task_Id__c", "InvalidBatch : type is not needed for non polymorphic foreign key references: VoiceCall:PreviousCall.Legacy_Task_Id__c")]
    [TestCase("RelatedRecord.Email", "InvalidBatch : type is needed for polymorphic foreign key references: RelatedRecord.Email")]
    [TestCase("User:RelatedRecord.Email", "InvalidBatch : Field name not found : User:RelatedRecord.Email", TestName = "An object that the lookup can't hold is refused")]
    public void A_wrong_header_fails_the_batch(string header, string message)
    {
        var refused = Assert.Throws<OrgRequestException>(() => Org.Bind("VoiceCall", SaveOperation.Insert, null, [.. Columns, header]));

        Assert.That(refused!.Message, Is.EqualTo(message));
    }

    [Test]
    public void An_upsert_needs_its_key_column_and_a_key_that_can_be_one()
    {
        Assert.That(
            () => Org.Bind("VoiceCall", SaveOperation.Upsert, "Legacy_Task_Id__c", ["Description"]),
            Throws.TypeOf<OrgRequestException>().With.Message.EqualTo("InvalidBatch : Field name not found : Legacy_Task_Id__c"));
        Assert.That(() => Org.Bind("VoiceCall", SaveOperation.Upsert, "Description", ["Description"]), Throws.TypeOf<OrgRequestException>().With.Property("ErrorCode").EqualTo("INVALIDJOB"));
        Assert.That(() => Org.Bind("Nothing__c", SaveOperation.Insert, null, ["Id"]), Throws.TypeOf<OrgRequestException>().With.Property("ErrorCode").EqualTo("INVALIDENTITY"));
        Assert.That(() => Org.Bind("User", SaveOperation.Insert, null, ["Username"]), Throws.TypeOf<OrgRequestException>().With.Property("ErrorCode").EqualTo("INVALIDENTITY"));
    }
}
