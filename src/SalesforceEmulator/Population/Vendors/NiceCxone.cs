using SalesforceEmulator.Population.Calls;

namespace SalesforceEmulator.Population.Vendors;

/// <summary>NICE CXone's sample mapping into fields that the admin made.</summary>
internal sealed class NiceCxone : Vendor
{
    public override string Profile => "nice-cxone";

    public override void Log(TaskCanvas task, CallFacts call, ref Dice dice)
    {
        task.Set("Subject", $"{call.Word} call {CallId.Decimal(call.Key, 12)}");
        task.Set("Status", "Completed");
        task.Set("TaskSubtype", dice.Chance(700) ? "Call" : "Task");
        task.SetDate("ActivityDate", call.Start);
        task.Set("CallDurationInSeconds", call.TalkSeconds);
        task.Set("CallObject", CallId.Decimal(call.Key, 12));
        task.Set("CallDisposition", call.Disposition);
        task.Set("Description", call.Note);
        // The contact's number whoever calls; of an outbound call the dialled number is the same.
        task.Set("ANI__c", call.Direction == Direction.Inbound ? call.From : call.To);
        task.Set("DNIS__c", call.To);
        task.Set("ContactID__c", CallId.Decimal(call.Key, 12));
        task.Set("Disposition__c", call.Disposition);
        task.Set("Skill__c", call.Queue);
        task.Set("Call_Direction__c", call.Direction == Direction.Inbound ? "Inbound" : "Outbound");
        task.Set("Agent_Name__c", call.Agent.Name);
    }
}
