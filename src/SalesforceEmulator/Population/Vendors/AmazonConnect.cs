using SalesforceEmulator.Population.Calls;

namespace SalesforceEmulator.Population.Vendors;

/// <summary>Amazon Connect's sample flow: lower-case type, contact id, and neither duration nor date; the number at best in the notes of a callback.</summary>
internal sealed class AmazonConnect : Vendor
{
    public override string Profile => "amazon-connect";

    public override bool NumberThroughWho => true;

    public override Insertion Insertion => Insertion.AtAnswer;

    public override void Log(TaskCanvas task, CallFacts call, ref Dice dice)
    {
        var callback = dice.Chance(120);
        task.Set("Subject", callback ? $"Callback {call.Queue}" : $"VOICE {call.Queue}");
        task.Set("CallObject", CallId.Guid(call.Key));
        task.Set("CallType", call.LowerWord);
        task.Set("TaskSubtype", dice.Chance(600) ? "Task" : "Call");
        task.Set("Type", "Call");
        task.Set("Status", callback ? "Complete" : dice.Chance(300) ? "Completed" : "In Progress");
        task.Set("Description", callback ? call.CustomerNumber : null);
    }
}
