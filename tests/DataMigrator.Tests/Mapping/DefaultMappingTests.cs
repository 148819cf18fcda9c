using DataMigrator.Mapping;
using DataMigrator.Mapping.Lookups;

namespace DataMigrator.Tests.Mapping;

/// <summary>The shipped default mapping on rows as adapters write them. Expected values are worked out by hand from the row.</summary>
[Parallelizable]
internal sealed class DefaultMappingTests
{
    private const string Agent = "005000000000001AAA";
    private const string Contact = "003000000000001AAA";

    private static Mapped Standard() => Mapped.Default()
        .With("owner", Agent, ("IsActive", "true"), ("Phone", "+1 415 555 2671"), ("TimeZoneSidKey", "America/New_York"), ("LocaleSidKey", "en_US"))
        .With("contact", Contact, ("Phone", "(212) 555-0187"));

    [TestCase("Left VM", "voicemail")]
    [TestCase("niet opgenomen", "no-answer")]
    [TestCase("Besetzt", "busy")]
    [TestCase("Something of our own", "Something of our own")]
    public void Outcomes_can_be_brought_to_fewer_words(string disposition, string expected)
    {
        var mapped = Mapped.Text("name: t\nextends: task-to-voicecall.yaml\nfields: { Legacy_Outcome__c: { map: { from: $outcome, values: outcomes, otherwise: keep } } }\n", target: Describes.DeployedVoiceCall());
        var call = mapped.Map(("CallType", "Inbound"), ("Subject", "from +442079460123"), ("CallDisposition", disposition));
        Assert.That((call["Legacy_Outcome__c"], call["CallDisposition"]), Is.EqualTo((expected, "completed")));
    }

    [Test]
    public void A_plain_Open_CTI_row_becomes_a_complete_call()
    {
        var call = Standard().Map(
            ("CallType", "Inbound"), ("CallDurationInSeconds", "125"), ("WhoId", Contact), ("Subject", "Call"), ("CallDisposition", "Interested"), ("ActivityDate", "2024-03-05"),
            ("CallObject", "4f2c7a0e-1111-4222-8333-abcdefabcdef"));

        Assert.Multiple(() =>
        {
            Assert.That(call.Door, Is.EqualTo("mapped"));
            Assert.That(call["Legacy_Task_Id__c"], Is.EqualTo("00T000000000001EAA"));
            Assert.That(call["ActivityId"], Is.EqualTo("00T000000000001EAA"));
            Assert.That(call["CallType"], Is.EqualTo("Inbound"));
            Assert.That(call["CallStartDateTime"], Is.EqualTo("2024-03-05T09:57:55.000Z"));
            Assert.That(call["CallEndDateTime"], Is.EqualTo("2024-03-05T10:00:00.000Z"));
            Assert.That(call["CallDurationInSeconds"], Is.EqualTo("125"));
            Assert.That(call["FromPhoneNumber"], Is.EqualTo("+12125550187"));
            Assert.That(call["ToPhoneNumber"], Is.EqualTo("+14155552671"));
            Assert.That(call["CallDisposition"], Is.EqualTo("completed"));
            Assert.That(call["Legacy_Outcome__c"], Is.EqualTo("Interested"));
            Assert.That(call["VendorCallKey"], Is.EqualTo("4f2c7a0e-1111-4222-8333-abcdefabcdef"));
            Assert.That(call["UserId"], Is.EqualTo(Agent));
            Assert.That(call["OwnerId"], Is.EqualTo(Agent));
            Assert.That(call["RelatedRecordId"], Is.EqualTo(Contact));
            Assert.That(call["Legacy_Start_Source__c"], Is.EqualTo("created"));
            Assert.That(call["Legacy_Number_Source__c"], Is.EqualTo("who/user"));
            Assert.That(call["VendorType"], Is.EqualTo("Custom"));
            Assert.That(call.Call.LinkKey, Is.Not.Null);
        });
    }

    private const string Queue = "00G000000000001AAA";

    [TestCase(true, Queue)]
    [TestCase(false, null)]
    public void A_queue_owns_its_calls_if_it_takes_VoiceCalls(bool takes, string? owner)
    {
        var org = takes ? Standard().With("voiceQueue", Queue, ("QueueId", Queue)) : Standard();
        var call = org.Map(("OwnerId", Queue), ("CallType", "Inbound"), ("Subject", "Call"), ("WhoId", Contact));
        Assert.That((call.Door, call["OwnerId"], call["UserId"]), Is.EqualTo(("mapped", owner, (string?)null)));
    }

    [Test]
    public void Where_nothing_says_which_queues_take_VoiceCalls_each_owns_its_calls()
    {
        var hidden = new LookupDescribes(new Dictionary<LookupObject, Salesforce.Force.Rest.SObjectDescribe?> { [new(LookupOrg.Target, "QueueSobject")] = null });
        var call = Mapped.Of(MappingFile.Load(Path.Combine(Mapped.ShippedFolder, "task-to-voicecall.yaml"), Mapped.ShippedFolder), lookups: hidden)
            .With("contact", Contact, ("Phone", "(212) 555-0187"))
            .Map(("OwnerId", Queue), ("CallType", "Inbound"), ("Subject", "Call"), ("WhoId", Contact));
        Assert.That((call.Door, call["OwnerId"]), Is.EqualTo(("mapped", Queue)));
    }

    [TestCase("#N/A", null)]
    [TestCase(" #N/A ", null)]
    [TestCase("#N/A of them", "#N/A of them")]
    public void What_Bulk_API_takes_for_null_is_none_of_our_values(string text, string? expected)
    {
        var call = Standard().Map(("CallType", "Inbound"), ("Subject", "from +442079460123"), ("CallDisposition", text), ("Description", text));
        Assert.That((call["Legacy_Outcome__c"], call["Description"]), Is.EqualTo((expected, expected)));
    }
}
