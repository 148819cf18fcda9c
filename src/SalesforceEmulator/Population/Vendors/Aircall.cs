using SalesforceEmulator.Population.Calls;

namespace SalesforceEmulator.Population.Vendors;

/// <summary>Aircall: names in the subject, its own number and the reason of a miss in a bracketed disposition.</summary>
internal sealed class Aircall : Vendor
{
    private static readonly string[] MissedReasons = ["out_of_opening_hours", "no_available_agent", "abandoned_in_ivr", "abandoned_in_classic", "short_abandoned", "agents_did_not_answer"];

    public override string Profile => "aircall";

    public override bool NumberThroughWho => true;

    public override void Log(TaskCanvas task, CallFacts call, ref Dice dice)
    {
        var record = call.Party?.Name ?? "Unknown";
        var line = call.Queue;
        var outbound = call.Direction != Direction.Inbound;
        task.Set("Subject", (outbound, call.Ending) switch
        {
            (true, Ending.Answered) => $"Outbound answered call to {record} via {line} made by {call.Agent.Name}",
            (true, _) => $"Outbound unanswered call via {line} made by {call.Agent.Name} to {record}",
            (false, Ending.Answered) => $"Inbound answered call from {record} on {line} answered by {call.Agent.Name}",
            (false, Ending.Voicemail) => $"Voicemail from {record} on {line}",
            _ => $"Missed call from {record} on {line}",
        });
        task.Set("Type", "Call");
        task.Set("TaskSubtype", "Call");
        task.Set("Status", dice.Chance(80) ? "In Progress" : "Completed");
        task.SetDate("ActivityDate", call.Start);
        task.Set("CallType", outbound ? "Outbound" : "Inbound");
        task.Set("CallDurationInSeconds", call.TalkSeconds);
        task.Set("CallObject", CallId.Decimal(call.Key, 10));
        var tag = dice.Chance(300) ? ", " + dice.Pick((string[])["billing", "vip", "follow-up", "spam"]) : "";
        var reason = !outbound && !call.Answered ? ", " + dice.Pick(MissedReasons) : "";
        task.Set("CallDisposition", $"[aircall{tag}, {(outbound ? "outbound" : "inbound")}, {(call.Answered ? "answered_call" : "unanswered_call")}, {call.Company.Digits}{reason}]");
        task.Set("Description", call.Note);
        task.Set("aircall__Country__c", call.Company.Region.Country);
    }
}
