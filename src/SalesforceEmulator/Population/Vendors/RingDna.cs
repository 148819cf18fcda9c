using SalesforceEmulator.Population.Calls;

namespace SalesforceEmulator.Population.Vendors;

/// <summary>RingDNA (Revenue.io): both numbers, a start and minutes in its own fields; the standard call fields stay empty.</summary>
internal sealed class RingDna : Vendor
{
    public override string Profile => "ringdna";

    public override void Log(TaskCanvas task, CallFacts call, ref Dice dice)
    {
        task.Set("Subject", $"{call.Word} Call {(call.Answered ? "" : "- " + call.Ending)}".TrimEnd());
        task.Set("Status", "Completed");
        task.Set("Type", "Call");
        task.Set("TaskSubtype", "Task");
        task.SetDate("ActivityDate", call.Start);
        task.Set("CallObject", CallId.Guid(call.Key));
        task.Set("Description", call.Note);
        task.Set("ringdna__Call_Direction__c", call.Word);
        task.Set("ringdna__Call_Duration_min__c", Math.Round(call.TalkSeconds / 60.0, 2));
        task.Set("ringdna__Call_Connected__c", call.Answered ? "true" : "false");
        task.Set("ringdna__Voicemail__c", call.Ending == Ending.Voicemail ? "true" : "false");
        task.Set("ringdna__Call_Start_Time__c", call.Start);
        task.Set("ringdna__Call_Disposition__c", call.Disposition);
        task.Set("ringdna__From_Number__c", call.From);
        task.Set("ringdna__To_Number__c", call.To);
        task.Set("ringdna__Local_Presence_Num__c", call.Direction == Direction.Outbound && dice.Chance(300) ? call.Company.E164 : null);
        task.Set("ringdna__Recording_URL__c", call.Answered && dice.Chance(500) ? $"https://recordings.ringdna.example/{CallId.Guid(call.Key)}" : null);
        if (dice.Chance(300))
        {
            task.Set("ringdna__Call_Rating__c", (double)(1 + dice.Below(5)));
        }
    }
}
