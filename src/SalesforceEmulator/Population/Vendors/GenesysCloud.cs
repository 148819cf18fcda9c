using SalesforceEmulator.Population.Calls;

namespace SalesforceEmulator.Population.Vendors;

/// <summary>Genesys Cloud: conversation id in CallObject, numbers and queue in fields that the admin made; queue calls have a SIP address as DNIS.</summary>
internal sealed class GenesysCloud : Vendor
{
    public override string Profile => "genesys-cloud";

    public override Insertion Insertion => Insertion.AtAnswer;

    public override void Log(TaskCanvas task, CallFacts call, ref Dice dice)
    {
        var id = CallId.Guid(call.Key);
        task.Set("Subject", $"Call {(call.Direction == Direction.Inbound ? "from" : "to")} {call.Party?.Name ?? call.CustomerNumber ?? "anonymous"}");
        task.Set("CallObject", id);
        task.Set("CallType", call.Word);
        task.Set("CallDurationInSeconds", call.TalkSeconds);
        task.Set("CallDisposition", call.Disposition);
        task.Set("Status", "Completed");
        task.Set("TaskSubtype", "Call");
        task.SetDate("ActivityDate", call.Start);
        task.Set("Description", call.Note);
        // Call.Ani is the customer's number, of outbound calls too.
        task.Set("Genesys_Ani__c", (call.Direction == Direction.Outbound ? call.To : call.From) is { } ani ? "tel:" + ani : null);
        var sip = call.Direction == Direction.Inbound && dice.Chance(150);
        task.Set("Genesys_Called_Number__c", sip ? $"sip:{call.Queue.Replace(' ', '.')}@gen.example;user=phone" : call.To is { } to ? "tel:" + to : null);
        task.Set("Genesys_Interaction_Id__c", id);
        task.Set("Genesys_Queue__c", call.Direction == Direction.Inbound ? call.Queue : null);
    }
}
