using SalesforceEmulator.Population.Calls;

namespace SalesforceEmulator.Population.Vendors;

/// <summary>Bucher+Suter Connects, and the older DaVinci adapter with the number in a bracketed subject.</summary>
internal sealed class Cisco : Vendor
{
    public override string Profile => "cisco";

    public override void Log(TaskCanvas task, CallFacts call, ref Dice dice)
    {
        var local = call.Local(call.Start);
        task.SetDate("ActivityDate", local);
        task.Set("CallType", call.Direction == Direction.Internal ? "Internal" : call.Word);
        task.Set("TaskSubtype", "Task");
        if (dice.Chance(300))
        {
            task.Set("Subject", call.CustomerNumber is null ? "Unknown" : $"Telephony[{call.CustomerNumber}]");
            task.Set("Status", dice.Chance(50) ? "Not Completed" : "Completed");
            task.Set("CallDurationInSeconds", call.TalkSeconds);
            task.Set("Description", call.Note ?? "Click to add a comment");
            return;
        }

        task.Set("Subject", "Call");
        task.Set("Status", "Completed");
        task.Set("CallObject", CallId.Decimal(call.Key, 8));
        task.Set("Description", call.Note);
        var near = call.Near.TrimStart('+');
        task.Set("cnx__CTIInfo__c", call.CustomerNumber is null ? null : call.Direction == Direction.Inbound ? $"ANI: {call.CustomerNumber} DNIS: {near}" : call.CustomerNumber);
    }
}
