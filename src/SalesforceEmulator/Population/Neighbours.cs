using System.Globalization;
using SalesforceEmulator.Population.Calls;

namespace SalesforceEmulator.Population;

/// <summary>Tasks that lie among the calls and aren't calls, though some look like them.</summary>
internal static class Neighbours
{
    public static void Write(TaskCanvas task, TaskPlan plan, ref Dice dice)
    {
        var call = plan.Facts;
        var who = call.Party?.Name ?? "Unknown";
        switch (plan.Kind)
        {
            case TaskKind.Planned:
                // A call to be made: the subtype says Call, but it never happened.
                task.Set("Subject", dice.Chance(500) ? "Call" : $"[lemlist] Call - {who}");
                task.Set("TaskSubtype", "Call");
                task.Set("Type", "Call");
                task.Set("Status", dice.Chance(800) ? "Not Started" : "Deferred");
                task.SetDate("ActivityDate", plan.Created.AddDays(1 + dice.Below(30)));
                break;
            case TaskKind.Sms:
                task.Set("Subject", dice.Chance(500) ? $"SMS sent from {call.Agent.Name} to {who}" : $"SMS received from {who} on {call.Queue}");
                task.Set("TaskSubtype", dice.Chance(600) ? "Call" : "Task");
                task.Set("Type", dice.Chance(600) ? "Call" : "Other");
                task.Set("Status", "Completed");
                task.SetDate("ActivityDate", plan.Created);
                task.Set("rcsfl__RC_Logging_Type__c", plan.Vendor.Profile == "ringcentral" ? "sms" : null);
                task.Set("Description", call.Note ?? "ok, see you tomorrow");
                break;
            case TaskKind.Email:
                task.Set("Subject", $"Email: Re: {dice.Pick((string[])["Your offer", "Invoice 2231", "Rückfrage", "お見積り"])}");
                task.Set("TaskSubtype", "Email");
                task.Set("Type", "Email");
                task.Set("Status", "Completed");
                task.SetDate("ActivityDate", plan.Created);
                task.Set("Description", string.Create(CultureInfo.InvariantCulture, $"To: person{dice.Below(900)}@customers.example\n\n{call.Note}"));
                break;
            case TaskKind.Reminder:
                task.Set("Subject", dice.Pick((string[])["Send contract", "Prepare quote", "[Outreach] [Email] [Out] Follow-up", "Check delivery"]));
                task.Set("TaskSubtype", "Task");
                task.Set("Status", dice.Pick((string[])["Not Started", "In Progress", "Waiting on someone else", "Completed"]));
                task.SetDate("ActivityDate", plan.Created.AddDays(dice.Below(14)));
                task.Set("ReminderDateTime", plan.Created.AddDays(1));
                break;
            default:
                task.Set("Subject", "Weekly call with " + who);
                task.Set("TaskSubtype", "Task");
                task.Set("Status", "Not Started");
                if (plan.Kind == TaskKind.Occurrence)
                {
                    task.SetDate("ActivityDate", plan.Created.AddDays(7));
                }

                break;
        }
    }
}
