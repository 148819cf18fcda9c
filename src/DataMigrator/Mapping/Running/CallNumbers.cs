using DataMigrator.Mapping.Rules;
using DataMigrator.Staging;

namespace DataMigrator.Mapping.Running;

/// <summary>
/// Settles From and To: numbers of the leg where the vendor writes them, else customer and agent by direction; where nothing gives a number that can be
/// dialled from everywhere, one that is plainly a number is kept as it is written. What is not known is never made up:
/// the mapping's placeholder stands for it (and its source says Constant), or the row is rejected.
/// </summary>
internal sealed class CallNumbers(CallNumbers.Places places, byte[] agentUnknown, byte[] customerUnknown, bool keepsWritten)
{
    private readonly MapReason noFrom = new(TaskDoor.Rejected, "FromPhoneNumber", "phone", "no number found");
    private readonly MapReason noTo = new(TaskDoor.Rejected, "ToPhoneNumber", "phone", "no number found");

    /// <summary>Slots and where their values are kept.</summary>
    internal sealed record Places(NumberSlot From, NumberSlot To, NumberSlot Customer, NumberSlot Agent, int KeptFrom, int KeptTo);

    internal sealed record NumberSlot(Slot Slot, int Index)
    {
        public bool IsEmpty => Slot.Candidates.Length == 0;
    }

    /// <param name="written">Which of the two stand there as they were written.</param>
    public MapReason? Find(scoped in RowContext row, Direction direction, out NumberSource from, out NumberSource to, out (bool From, bool To) written)
    {
        var customerCalls = direction.CustomerCalls();
        from = Settle(row, places.From, customerCalls, direction, places.KeptFrom, out written.From);
        to = Settle(row, places.To, !customerCalls, direction, places.KeptTo, out written.To);
        return from == NumberSource.None ? noFrom : to == NumberSource.None ? noTo : null;
    }

    private NumberSource Settle(scoped in RowContext row, NumberSlot leg, bool isCustomer, Direction direction, int kept, out bool written)
    {
        written = false;
        var party = isCustomer ? places.Customer : places.Agent;
        var value = leg.IsEmpty ? default : leg.Slot.Value(row, leg.Index);
        if (value.State != SlotState.Filled)
        {
            value = party.Slot.Value(row, party.Index);
        }

        if (value.State == SlotState.Filled)
        {
            row.Scratch.Slot(kept) = value;
            return Source(value.Origin);
        }

        if (keepsWritten && (Written(row, leg.Slot, kept, out var origin) || Written(row, party.Slot, kept, out origin)))
        {
            written = true;
            return Source(origin);
        }

        // Both ends of an internal call are ours.
        var placeholder = isCustomer && direction != Direction.Internal ? customerUnknown : agentUnknown;
        row.Scratch.Keep(kept, placeholder, -1, ValueOrigin.Constant);
        return placeholder.Length == 0 ? NumberSource.None : NumberSource.Constant;
    }

    private static bool Written(scoped in RowContext row, Slot slot, int kept, out ValueOrigin origin)
    {
        for (var at = -1; slot.Next(row, ref at) is { } candidate;)
        {
            var number = candidate.WrittenNumber(row);
            if (!number.IsEmpty)
            {
                origin = candidate.Origin;
                row.Scratch.Keep(kept, number, at, origin);
                return true;
            }
        }

        origin = ValueOrigin.None;
        return false;
    }

    private static NumberSource Source(ValueOrigin origin) => origin switch
    {
        ValueOrigin.Field => NumberSource.Field,
        ValueOrigin.Subject => NumberSource.Subject,
        ValueOrigin.Description => NumberSource.Description,
        ValueOrigin.Disposition => NumberSource.Disposition,
        ValueOrigin.Who => NumberSource.Who,
        ValueOrigin.What => NumberSource.What,
        ValueOrigin.User => NumberSource.User,
        ValueOrigin.Constant => NumberSource.Constant,
        _ => NumberSource.Other,
    };
}
