using SalesforceEmulator.Population.Calls;

namespace SalesforceEmulator.Population.Vendors;

/// <summary>Desktop adapters of the C++ CTI Toolkit: translated subject with local date and time, unknown types left empty, no number anywhere.</summary>
internal sealed class CtiToolkit : Vendor
{
    public override string Profile => "cti-toolkit";

    public override bool NumberThroughWho => true;

    public override void Log(TaskCanvas task, CallFacts call, ref Dice dice)
    {
        var locale = call.Agent.Region.Locale;
        var local = call.Local(call.Start);
        task.Set("Subject", $"{LocalText.Call(locale)} {LocalText.Date(locale, local)} {LocalText.Time(locale, local)}");
        task.SetDate("ActivityDate", local);
        task.Set("Status", locale == "de_DE" ? "Abgeschlossen" : "Completed");
        task.Set("CallType", dice.Chance(15) ? null : call.Word);
        task.Set("CallDurationInSeconds", call.TalkSeconds);
        task.Set("CallDisposition", call.Disposition);
        task.Set("CallObject", CallId.Decimal(call.Key, 9));
        task.Set("Description", call.Note);
        task.Set("TaskSubtype", "Task");
    }
}
