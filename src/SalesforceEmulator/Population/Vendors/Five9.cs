using System.Globalization;
using SalesforceEmulator.Population.Calls;

namespace SalesforceEmulator.Population.Vendors;

/// <summary>Five9's package: session id, ANI and DNIS, handle times as text.</summary>
internal sealed class Five9 : Vendor
{
    public override string Profile => "five9";

    public override void Log(TaskCanvas task, CallFacts call, ref Dice dice)
    {
        var session = CallId.Hex(call.Key);
        task.Set("Subject", $"Five9 {call.Word} Call");
        task.Set("Status", "Completed");
        task.Set("TaskSubtype", dice.Chance(500) ? "Call" : "Task");
        task.SetDate("ActivityDate", call.Start);
        task.Set("CallType", call.Word);
        task.Set("CallObject", session);
        task.Set("CallDisposition", call.Disposition ?? (call.Answered ? "Agent Ended" : "No Answer"));
        task.Set("CallDurationInSeconds", call.TalkSeconds);
        task.Set("Description", call.Note);
        task.Set("Five9__Five9SessionId__c", session);
        task.Set("Five9__Five9ANI__c", Plain(call, call.From));
        task.Set("Five9__Five9DNIS__c", Plain(call, call.To));
        task.Set("Five9__Five9CallType__c", call.Direction switch { Direction.Internal => "Agent", Direction.Outbound => dice.Chance(300) ? "Preview" : "Outbound", _ => "Inbound" });
        task.Set("Five9__Five9HandleTime__c", Clock(call.TalkSeconds + call.WrapSeconds));
        task.Set("Five9__Five9WrapTime__c", Clock(call.WrapSeconds));
        task.Set("Five9__Five9TalkAndHoldTimeInSeconds__c", (double)call.TalkSeconds);
        task.Set("Five9__Five9Agent__c", call.Agent.Alias + "@five9.example");
        task.Set("Five9__Five9AgentName__c", call.Agent.Name);
        task.Set("Five9__Five9AgentExtension__c", call.Agent.Extension);
        task.Set("Five9__Five9Campaign__c", call.Queue);
        task.Set("Five9__Five9TaskType__c", "Call");
        task.Set("Five9_Call_Recording__c", call.Answered && dice.Chance(400) ? $"https://recordings.five9.example/{session}" : null);
    }

    /// <summary>Ten digits for North American numbers in a North American contact center.</summary>
    private static string? Plain(CallFacts call, string? number) =>
        call.Agent.Region.CountryCode == "1" && number?.StartsWith("+1", StringComparison.Ordinal) == true ? number[2..] : number;

    private static string Clock(int seconds) => TimeSpan.FromSeconds(seconds).ToString("hh':'mm':'ss", CultureInfo.InvariantCulture);
}
