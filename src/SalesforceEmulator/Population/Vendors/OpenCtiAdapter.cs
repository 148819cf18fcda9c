using System.Globalization;
using SalesforceEmulator.Population.Calls;

namespace SalesforceEmulator.Population.Vendors;

/// <summary>Home-made adapters built on Salesforce's demo: saveLog with the standard fields, TaskSubtype often forgotten.</summary>
internal sealed class OpenCtiAdapter : Vendor
{
    public override string Profile => "open-cti";

    public override bool NumberThroughWho => true;

    public override void Log(TaskCanvas task, CallFacts call, ref Dice dice)
    {
        var local = call.Local(call.Start);
        var demo = dice.Chance(60);
        task.Set("Subject", demo ? "Demo Call Log" : $"{LocalText.Call(call.Agent.Region.Locale)} {LocalText.Browser(call.Agent.Region.Locale, local)}");
        task.Set("Status", dice.Chance(150) ? "completed" : "Completed");
        task.Set("Type", "Call");
        task.Set("TaskSubtype", dice.Chance(300) ? "Call" : "Task");
        task.Set("CallType", call.Word);
        task.Set("CallDisposition", demo ? "Internal" : call.Disposition);
        task.Set("CallObject", demo ? "DemoCall" : CallId.Guid(call.Key));
        if (!dice.Chance(40))
        {
            task.Set("CallDurationInSeconds", call.TalkSeconds);
        }

        if (dice.Chance(500))
        {
            task.SetDate("ActivityDate", local);
        }

        var number = call.CustomerNumber is null ? null : string.Create(CultureInfo.InvariantCulture, $"Phone: {call.CustomerNumber}");
        task.Set("Description", call.Note is null || number is null ? call.Note ?? number : $"{call.Note}\n{number}");
    }
}
