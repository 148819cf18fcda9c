using SalesforceEmulator.Population.Calls;

namespace SalesforceEmulator.Population.Vendors;

/// <summary>Genesys Engage (Gplus): number in the subject, attached data as key=value lines in the notes.</summary>
internal sealed class GenesysEngage : Vendor
{
    public override string Profile => "genesys-engage";

    public override void Log(TaskCanvas task, CallFacts call, ref Dice dice)
    {
        var number = call.CustomerNumber?.TrimStart('+') ?? "Unknown";
        var subject = call.Direction == Direction.Inbound ? $"inbound from #{number}" : $"{call.LowerWord} to #{number}";
        task.Set("Subject", subject);
        task.SetDate("ActivityDate", call.Start);
        task.Set("Status", "Completed");
        task.Set("CallType", call.Word);
        task.Set("CallDurationInSeconds", call.TalkSeconds);
        task.Set("CallObject", "00" + CallId.Hex(call.Key)[..14]);
        task.Set("TaskSubtype", dice.Chance(200) ? "Call" : "Task");
        task.Set("Description", $"{subject}\nANI={number}\nDNIS={call.Company.Digits}\nRTargetObjectSelected={call.Queue}\nServiceType=default\n{(call.Note is null ? "" : "*** NOTES ***\n" + call.Note)}");
        task.Set("Genesys_ANI_Data__c", call.From);
        task.Set("Genesys_DNIS_Data__c", call.To);
    }
}
