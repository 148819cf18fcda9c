using System.Globalization;
using SalesforceEmulator.Population.Calls;

namespace SalesforceEmulator.Population.Vendors;

/// <summary>Everybody else: key-value blocks in the notes in several languages, recording URLs or case numbers in CallObject, Outreach's subjects.</summary>
internal sealed class Generic : Vendor
{
    public override string Profile => "generic";

    public override void Log(TaskCanvas task, CallFacts call, ref Dice dice)
    {
        task.Set("Status", dice.Chance(60) ? "Not Answered" : "Completed");
        task.Set("TaskSubtype", dice.Chance(600) ? "Call" : "Task");
        task.SetDate("ActivityDate", call.Local(call.Start));
        var inbound = call.Direction == Direction.Inbound;
        var number = call.CustomerNumber ?? "";
        switch (dice.Below(6))
        {
            case 0:
                task.Set("Subject", inbound ? "Llamada entrante" : "Llamada saliente");
                task.Set("Type", "Call");
                task.Set("Description", $"Resultado: {(call.Answered ? "ANSWERED" : "NO ANSWER")}\nTipo: {(inbound ? "Entrante a fijo" : "Saliente")}\nTelefono cliente: {number}\nTelefono fijo llamado: {call.Company.E164}\nComercial destino: {(call.Answered ? call.Agent.Name + " | " + call.Company.E164 : "+")}\nCola: C29901\nDuración de la llamada: {call.TalkSeconds} segundos\nUID llamada: {CallId.Guid(call.Key)}\nInicio: {Iso(call.Start)}\nFin: {Iso(call.End)}\nEvento: END");
                break;
            case 1:
                task.Set("Subject", $"Gesprek met {call.Party?.Name ?? number}");
                task.Set("CallObject", $"https://api.rinkel.example/recordings/{CallId.Guid(call.Key)}");
                task.Set("Description", $"Richting : {(inbound ? "Inkomend" : "Uitgaand")}\nStatus : {(call.Answered ? "Beantwoord" : "Niet opgenomen")}\nDuur : {call.TalkSeconds / 60}:{call.TalkSeconds % 60:00} min\nNummer : {number}\nMedewerker: {call.Agent.Name}");
                break;
            case 2:
                task.Set("Type", "Call");
                task.Set("Subject", $"[Outreach] [Call] [{(dice.Chance(500) ? call.Word : call.LowerWord)}] {call.Party?.Name ?? number}");
                task.Set("CallDurationInSeconds", dice.Chance(500) ? call.TalkSeconds.ToString(CultureInfo.InvariantCulture) : null);
                task.Set("Description", $"Agent: {call.Agent.Name}\nPhone: {number}\nOutcome: {call.Disposition}\nDuration: {Math.Max(1, call.TalkSeconds / 60)} min\nCall Recording: https://rec.example/{CallId.Hex(call.Key)}");
                break;
            case 3:
                task.Set("Subject", $"{call.Word} call {(inbound ? "from" : "to")} {number}");
                task.Set("CallType", call.Word);
                task.Set("CallDurationInSeconds", call.TalkSeconds);
                task.Set("CallObject", CallId.Decimal(call.Key, 8));
                task.Set("CallDisposition", call.Disposition);
                task.Set("Description", call.Note);
                break;
            case 4:
                task.Set("Subject", $"📞 Call {(call.Answered ? "Connected" : "Missed")} — {call.Party?.Name ?? number}");
                task.Set("CallType", call.Word);
                task.Set("CallDurationInSeconds", 0);
                task.Set("CallObject", dice.Chance(500) ? "Phone" : call.CustomerNumber);
                task.Set("Description", $"Call Duration: {call.TalkSeconds / 60} min {call.TalkSeconds % 60} sec\nPhone: {number}");
                break;
            default:
                task.Set("Subject", "Call");
                task.Set("Type", "Call");
                task.Set("CallType", call.Word);
                task.Set("CallDurationInSeconds", call.TalkSeconds);
                task.Set("CallObject", dice.Chance(500) ? CallId.Guid(call.Key) : null);
                task.Set("Description", $"{call.Note}\nRespondido por {call.Agent.Name}\nDuracion de la llamada: {TimeSpan.FromSeconds(call.TalkSeconds):hh':'mm':'ss}\nTel: {number}");
                break;
        }
    }

    private static string Iso(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH':'mm':'ss'.000Z'", CultureInfo.InvariantCulture);
}
