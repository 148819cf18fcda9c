using SalesforceEmulator.Population.Calls;

namespace SalesforceEmulator.Population.Vendors;

/// <summary>Vonage Contact Center (NewVoiceMedia): customer number and times in the package's fields, all legs in the notes of one Task.</summary>
internal sealed class Vonage : Vendor
{
    public override string Profile => "vonage";

    public override void Log(TaskCanvas task, CallFacts call, ref Dice dice)
    {
        task.Set("Subject", call.Direction == Direction.Inbound ? $"Inbound call from {call.CustomerNumber}" : $"Outbound call to {call.CustomerNumber}");
        task.Set("Status", "Completed");
        task.Set("TaskSubtype", "Call");
        task.SetDate("ActivityDate", call.Start);
        task.Set("CallType", call.Word);
        task.Set("CallDurationInSeconds", call.TalkSeconds);
        task.Set("CallObject", CallId.Guid(call.Key));
        task.Set("CallDisposition", call.Disposition);
        task.Set("Description", dice.Chance(100) ? $"{call.Note}\n--- Transferred to {call.Queue} ---\nAgent: {call.Agent.Name}" : call.Note);
        task.Set("NVMContactWorld__CW_Call_Start_Time__c", call.Start);
        task.Set("NVMContactWorld__CW_Call_End_Time__c", call.End);
        task.Set("NVMContactWorld__CallTalkTimeInSeconds__c", (double)call.TalkSeconds);

        // Work that isn't a call carries the record's id where the number should be.
        task.Set("NVMContactWorld__Customer_Number__c", dice.Chance(15) ? "5005g00000" + CallId.Decimal(call.Key, 5) : call.CustomerNumber);
    }
}
