using System.Globalization;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Population;

/// <summary>VoiceCalls that Salesforce Voice or Dialer logged itself; their Tasks must not be migrated again.</summary>
internal sealed class NativeCalls(OrgData data, People people, ulong seed)
{
    private const int OneIn = 300;

    public void Fill()
    {
        var tasks = data["Task"];
        var slots = tasks.Schema;
        var dice = new Dice(seed, 2_000_003);
        var draft = new RecordDraft(data, "VoiceCall");
        for (var ordinal = 0u; ordinal < tasks.Count; ordinal += 1 + (uint)dice.Below(2 * OneIn))
        {
            var task = tasks.Get(ordinal);
            var isCall = task[slots.SlotOf("TaskSubtype")].SequenceEqual("Call"u8) && !task[slots.SlotOf("CallDurationInSeconds")].IsEmpty && !task.IsDeleted;
            var owner = Text(task, slots.SlotOf("OwnerId"));
            if (!isCall || !owner.StartsWith("005", StringComparison.Ordinal))
            {
                continue;
            }

            var created = DateTime.Parse(Text(task, slots.SlotOf("CreatedDate")), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
            var talk = 10 + dice.Below(600);
            var number = data["VoiceCall"].Count + 1;
            var line = dice.Pick(people.Agents).Line.E164;
            var customer = Phone.Roll(ref dice, dice.Pick(Region.All)).E164;
            var inbound = dice.Chance(500);
            draft.Begin(created, owner);
            draft.Set("Name", string.Create(CultureInfo.InvariantCulture, $"VC-{number:00000000}"));
            draft.Set("OwnerId", owner);
            draft.Set("UserId", owner);
            draft.Set("ActivityId", Text(task, 0));
            draft.Set("CallStartDateTime", created.AddSeconds(-talk));
            draft.Set("CallEndDateTime", created);
            draft.Set("CallDurationInSeconds", talk.ToString(CultureInfo.InvariantCulture));
            draft.Set("CallType", inbound ? "Inbound" : "Outbound");
            draft.Set("FromPhoneNumber", inbound ? customer : line);
            draft.Set("ToPhoneNumber", inbound ? line : customer);
            draft.Set("CallDisposition", "completed");
            draft.Set("VendorType", "ContactCenter");
            draft.Set("VendorCallKey", dice.Next().ToString("x16", CultureInfo.InvariantCulture));
            draft.Set("CallCenterId", people.CallCenters[1]);
            draft.Store();
        }
    }

    private static string Text(RowView row, int slot) => System.Text.Encoding.UTF8.GetString(row[slot]);
}
