using System.Globalization;
using SalesforceEmulator.Population.Calls;

namespace SalesforceEmulator.Population.Vendors;

/// <summary>Avaya adapters keyed by UCID: number and local time in the subject, or an ISO instant; local times as text in two fields.</summary>
internal sealed class Avaya : Vendor
{
    public override string Profile => "avaya";

    public override void Log(TaskCanvas task, CallFacts call, ref Dice dice)
    {
        var local = call.Local(call.Start);
        var iso = dice.Chance(350);
        task.Set("Subject", iso
            ? call.Start.ToString("yyyy-MM-dd'T'HH':'mm':'ss'.000Z'", CultureInfo.InvariantCulture)
            : $"Chamada: {call.CustomerNumber} ({local.ToString("dd'/'MM'/'yyyy, HH':'mm':'ss", CultureInfo.InvariantCulture)})");
        task.Set("CallObject", CallId.Decimal(call.Key, 20));
        task.Set("TaskSubtype", "Call");
        task.Set("Status", "Completed");
        task.Set("CallType", dice.Chance(15) ? null : call.Word);
        task.Set("CallDurationInSeconds", call.TalkSeconds);
        task.Set("Description", call.CustomerNumber is null ? call.Note : $"ANI: {call.CustomerNumber}\n{call.Note}");
        task.Set("CallInitiatedTime__c", local.ToString("M'/'d'/'yyyy, h':'mm':'ss tt", CultureInfo.InvariantCulture));
        task.Set("CallAnsweredTime__c", call.Answered ? call.Local(call.Answer).ToString("M'/'d'/'yyyy, h':'mm':'ss tt", CultureInfo.InvariantCulture) : null);
    }
}
