using SalesforceEmulator.Population.Calls;

namespace SalesforceEmulator.Population.Vendors;

/// <summary>Salesloft: minutes instead of seconds, its own disposition and sentiment; always outbound.</summary>
internal sealed class Salesloft : Vendor
{
    public override string Profile => "salesloft";

    public override void Log(TaskCanvas task, CallFacts call, ref Dice dice)
    {
        task.Set("Subject", $"Call: {call.Party?.Name ?? call.CustomerNumber ?? "Unknown"}");
        task.Set("Status", "Completed");
        task.Set("Type", "Call");
        task.Set("TaskSubtype", dice.Chance(500) ? "Call" : "Task");
        task.SetDate("ActivityDate", call.Start);
        task.Set("CallType", dice.Chance(985) ? "Outbound" : null);
        task.Set("CallObject", dice.Chance(300) ? CallId.Decimal(call.Key, 9) : null);
        task.Set("Description", call.CustomerNumber is null ? call.Note : $"Phone: {call.CustomerNumber}\n{call.Note}");
        task.Set("SalesLoft1__Call_Disposition__c", call.Disposition ?? (call.Answered ? "Connected" : "No Answer"));
        task.Set("SalesLoft1__Call_Sentiment__c", call.Answered ? dice.Pick((string[])["Positive", "Neutral", "Negative"]) : null);
        task.Set("SalesLoft1__Call_Duration_in_Minutes__c", Math.Round(call.TalkSeconds / 60.0, 2));
        task.Set("SalesLoft1__SalesLoft_Type__c", "Call");
        task.Set("SalesLoft1__SalesLoft_Cadence_Name__c", "Inbound follow-up");
        task.Set("SalesLoft1__SalesLoft_Step_Day__c", (1 + dice.Below(9)).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
