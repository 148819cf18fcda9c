using SalesforceEmulator.Population.Calls;

namespace SalesforceEmulator.Population.Vendors;

/// <summary>Twilio Flex's template: end time with offset in the subject, no duration, no number.</summary>
internal sealed class TwilioFlex : Vendor
{
    public override string Profile => "twilio-flex";

    public override bool NumberThroughWho => true;

    public override void Log(TaskCanvas task, CallFacts call, ref Dice dice)
    {
        task.Set("Subject", $"{(call.Answered ? "Completed" : "Canceled")} {call.LowerWord} voice at {LocalText.JavaScript(call.End)}");
        task.SetDate("ActivityDate", call.End);
        task.Set("CallType", call.LowerWord);
        task.Set("Type", call.LowerWord);
        task.Set("CallObject", "CA" + CallId.Hex(call.Key).ToLowerInvariant() + CallId.Hex(call.Key + (ulong)call.Leg).ToLowerInvariant());
        task.Set("CallDisposition", call.Disposition);
        task.Set("TaskSubtype", "Call");
        task.Set("Status", "Completed");
        task.Set("Description", dice.Chance(500) ? call.Note : null);
    }
}
