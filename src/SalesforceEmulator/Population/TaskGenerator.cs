using System.Globalization;
using System.Text;
using SalesforceEmulator.Org.Store;
using SalesforceEmulator.Org.Values;

namespace SalesforceEmulator.Population;

/// <summary>Call logs over ten years.</summary>
internal sealed class TaskGenerator(OrgData data, People people, EmulatorOptions options, DateTime now)
{
    public void Fill()
    {
        var table = data["Task"];
        var schema = table.Schema;
        var record = new RecordBuilder(schema.Fields.Count);
        var dice = new Dice((ulong)options.Seed, 7);
        for (long i = 0; i < options.Tasks; i++)
        {
            var created = now.AddDays(-3650 + (3650.0 * i / options.Tasks));
            var agent = dice.Pick(people.Agents);
            var party = dice.Pick(people.Parties);
            record.Reset();
            table.WriteId((uint)i, record.Reserve(0, 18));
            Set("OwnerId", agent.Id);
            Set("CreatedById", agent.Id);
            Set("LastModifiedById", agent.Id);
            foreach (var name in (string[])["CreatedDate", "LastModifiedDate", "SystemModstamp", "CompletedDateTime"])
            {
                record.Set(schema.SlotOf(name), InstantText.Instant(created));
            }

            Set("Subject", "Call " + created.ToString("M/d/yyyy, h:mm tt", CultureInfo.InvariantCulture));
            Set("WhoId", party.Id);
            Set("AccountId", party.AccountId);
            Set("Status", "Completed");
            Set("IsClosed", "true");
            Set("IsDeleted", "false");
            Set("IsArchived", "false");
            Set("IsRecurrence", "false");
            Set("IsHighPriority", "false");
            Set("IsReminderSet", "false");
            Set("Priority", "Normal");
            Set("TaskSubtype", "Call");
            Set("CallType", dice.Chance(500) ? "Inbound" : "Outbound");
            Set("CallDurationInSeconds", dice.Below(900).ToString(CultureInfo.InvariantCulture));
            Set("CallObject", dice.Next().ToString("x16", CultureInfo.InvariantCulture));
            Set("Description", party.Number is { } number ? "Phone: " + number.E164 : null);
            Set("ActivityDate", created.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            table.Put(record, (uint)i);
        }

        void Set(string field, string? value) => record.Set(schema.SlotOf(field), value is null ? default : Encoding.UTF8.GetBytes(value));
    }
}
