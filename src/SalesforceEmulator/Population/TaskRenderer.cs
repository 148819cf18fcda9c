using System.Globalization;
using System.Text;
using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;
using SalesforceEmulator.Population.Calls;

namespace SalesforceEmulator.Population;

/// <summary>Turns a plan into a stored Task.</summary>
internal sealed class TaskRenderer(Table table, People people, ulong seed, DateTime now, int archiveDays)
{
    private readonly TaskCanvas task = new(table.Schema);

    public RecordBuilder Render(TaskPlan plan, uint ordinal, uint? master)
    {
        var dice = new Dice(seed, plan.Roll);
        var record = task.Record;
        record.Reset();
        table.WriteId(ordinal, record.Reserve(0, SalesforceId.Length));
        Frame(plan, ref dice);
        if (plan.Kind == TaskKind.Call)
        {
            plan.Vendor.Log(task, plan.Facts, ref dice);
            Blur(ref dice);
        }
        else
        {
            Neighbours.Write(task, plan, ref dice);
        }

        if (master is { } first)
        {
            Span<byte> id = stackalloc byte[SalesforceId.Length];
            table.WriteId(first, id);
            task.Set("RecurrenceActivityId", id);
        }

        Finish(plan, ref dice);
        return record;
    }

    private void Frame(TaskPlan plan, ref Dice dice)
    {
        var agent = plan.Facts.Agent;
        task.Set("OwnerId", dice.Chance(10) ? dice.Pick(people.Queues).Id : agent.Id);
        task.Set("CreatedById", dice.Chance(50) ? people.Admin : agent.Id);
        task.Set("LastModifiedById", agent.Id);
        task.Set("CreatedDate", plan.Created);
        task.Set("Priority", dice.Chance(20) ? "High" : "Normal");
        task.Set("IsRecurrence", plan.Kind == TaskKind.RecurrenceMaster);
        task.Set("IsReminderSet", plan.Kind == TaskKind.Reminder);
        task.Set("WhoId", plan.Facts.Party?.Id);
        task.Set("AccountId", plan.Facts.Party?.AccountId);
        About(plan.Facts.Party, ref dice);
    }

    /// <summary>A Task of a Lead is about nothing else; the account is the one of what it is about, or else the Contact's.</summary>
    private void About(Party? party, ref Dice dice)
    {
        if (party?.Id.StartsWith("00Q", StringComparison.Ordinal) == true)
        {
            return;
        }

        switch (dice.Below(10))
        {
            case 0:
                task.Set("WhatId", dice.Pick(people.CaseIds));
                break;
            case 1:
                var (id, account) = dice.Pick(people.Opportunities);
                task.Set("WhatId", id);
                task.Set("AccountId", account);
                break;
            case 2 or 3 when party?.AccountId is { } own:
                task.Set("WhatId", own);
                break;
        }
    }

    /// <summary>A few rows in a hundred have lost what a migration needs most.</summary>
    private void Blur(ref Dice dice)
    {
        switch (dice.Below(1000))
        {
            case < 8:
                // Neither number nor person: cannot be told who was called.
                foreach (var field in Lost)
                {
                    task.Set(field, (string?)null);
                }

                task.Set("Subject", "Call");
                break;
            case < 11:
                task.Set("Subject", (string?)null);
                task.Set("CallType", (string?)null);
                break;
            case < 12:
                task.Set("CallDurationInSeconds", -1);
                break;
            case < 13:
                task.Set("CallDurationInSeconds", 99_999_999);
                break;
        }
    }

    private void Finish(TaskPlan plan, ref Dice dice)
    {
        var closed = TaskObject.IsClosed(task.Read("Status"));
        var modified = dice.Chance(120) ? plan.Created.AddSeconds(30 + dice.Below(86_400)) : plan.Created;
        modified = modified > now ? now : modified;
        task.Set("LastModifiedDate", modified);
        task.Set("SystemModstamp", modified);
        task.Set("IsClosed", closed);
        task.Set("IsHighPriority", task.Read("Priority").SequenceEqual("High"u8));
        if (closed)
        {
            task.Set("CompletedDateTime", plan.Created);
        }

        var archived = closed && Day(plan.Created) <= now.Date.AddDays(-archiveDays);
        var deleted = dice.Chance(10);
        task.Set("IsArchived", archived);
        task.Set("IsDeleted", deleted);
        task.Record.Flags = (archived ? RowFlags.Archived : RowFlags.None) | (deleted ? RowFlags.Deleted : RowFlags.None);
    }

    /// <summary>The day that archiving counts from: the due date, or without one the day of creation.</summary>
    private DateTime Day(DateTime created)
    {
        var due = task.Read("ActivityDate");
        return due.IsEmpty ? created.Date : DateTime.ParseExact(Encoding.ASCII.GetString(due), "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static readonly string[] Lost =
    [
        "WhoId", "AccountId", "WhatId", "Description", "Five9__Five9ANI__c", "Five9__Five9DNIS__c", "rcsfl__from_number__c", "rcsfl__to_number__c", "NVMContactWorld__Customer_Number__c",
        "Genesys_Ani__c", "Genesys_Called_Number__c", "Genesys_ANI_Data__c", "Genesys_DNIS_Data__c", "ANI__c", "DNIS__c", "cnx__CTIInfo__c", "ringdna__From_Number__c", "ringdna__To_Number__c", "CallDisposition",
    ];
}
