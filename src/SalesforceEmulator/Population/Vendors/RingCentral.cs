using System.Globalization;
using SalesforceEmulator.Population.Calls;

namespace SalesforceEmulator.Population.Vendors;

/// <summary>RingCentral's package: true start and end, both numbers; the Task may be inserted at ringing and never completed.</summary>
internal sealed class RingCentral : Vendor
{
    public override string Profile => "ringcentral";

    public override Insertion Insertion => Insertion.AtRing;

    public override void Log(TaskCanvas task, CallFacts call, ref Dice dice)
    {
        var id = CallId.Decimal(call.Key, 15);
        var abandoned = dice.Chance(25);
        task.Set("Subject", dice.Chance(400) ? call.Disposition ?? "Call" : $"{call.Word} Call {(call.Direction == Direction.Inbound ? "from" : "to")} {call.Party?.Name ?? call.CustomerNumber ?? "Unknown"}");
        task.Set("Status", "Completed");
        task.Set("TaskSubtype", "Call");
        task.SetDate("ActivityDate", call.Start);
        task.Set("CallType", call.Direction == Direction.Internal ? "Outbound" : call.Word);
        task.Set("CallDisposition", call.Answered ? "Connected" : call.Ending == Ending.Missed ? "Missed" : "Disconnected");
        task.Set("CallDurationInSeconds", abandoned ? 0 : call.TalkSeconds);
        task.Set("Description", call.Note);
        task.Set("rcsfl__call_start_time__c", call.Start);
        if (!abandoned)
        {
            task.Set("rcsfl__call_end_time__c", call.End);
        }

        task.Set("rcsfl__from_number__c", call.From);
        task.Set("rcsfl__to_number__c", call.To);
        task.Set("rcsfl__CALL_UNIQUE_ID__c", string.Create(CultureInfo.InvariantCulture, $"{id}|{call.Agent.Extension}|leg{call.Leg}|{dice.Next():x16}"));
        task.Set("rcsfl__CALL_UUID__c", id);
        task.Set(call.Direction == Direction.Inbound ? "rcsfl__caller_name__c" : "rcsfl__callee_name__c", call.Party?.Name);
        task.Set("rcsfl__RC_Logging_Type__c", "call");
        task.Set("rcsfl__hvs_disposition__c", dice.Chance(200) ? dice.Pick((string[])["Call Back Later", "Left Voicemail", "Meaningful Connect", "Not Interested", "Unqualified"]) : null);
        if (call.Answered && dice.Chance(350))
        {
            task.Set("rcsfl__Recording_Information__c", id + "008");
            task.Set("rcsfl__Call_Recording__c", $"<a href=\"https://media.ringcentral.example/rec/{id}008\" target=\"_blank\">Call Recording</a>");
        }
    }
}
