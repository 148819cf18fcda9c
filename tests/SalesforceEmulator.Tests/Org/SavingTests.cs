using SalesforceEmulator.Org;

namespace SalesforceEmulator.Tests.Org;

internal sealed class SavingTests : OrgFixture
{
    private static readonly string[] CallColumns = ["Legacy_Task_Id__c", "CallStartDateTime", "CallEndDateTime", "FromPhoneNumber", "ToPhoneNumber", "CallType"];

    [Test]
    public void A_call_is_created_and_found_again()
    {
        var outcome = Save("VoiceCall", SaveOperation.Upsert, "Legacy_Task_Id__c", CallColumns, ["00T5g0000000001AAA", "2026-01-01T12:00:00.750+02:00", "2026-01-01T10:01:00Z", "+1", "+2", "Inbound"]);

        Assert.That(outcome[0].Error, Is.Null);
        Assert.That(outcome[0].Created, Is.True);
        Assert.That(
            Csv("SELECT Id, CallStartDateTime, Owner.Username, CreatedDate FROM VoiceCall WHERE Legacy_Task_Id__c = '00T5g0000000001AAA'"),
            Is.EqualTo(new[] { $"\"{outcome[0].Id}\",\"2026-01-01T10:00:00.000Z\",\"migration@embedded.example\",\"2026-11-20T09:30:15.000Z\"" }));
    }
}
