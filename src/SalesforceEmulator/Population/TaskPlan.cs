using SalesforceEmulator.Population.Calls;
using SalesforceEmulator.Population.Vendors;

namespace SalesforceEmulator.Population;

internal enum TaskKind
{
    Call,
    Planned,
    Sms,
    Email,
    Reminder,
    RecurrenceMaster,
    Occurrence,
}

/// <summary>One Task to be: what it is about and when it is inserted.</summary>
/// <param name="Sequence">Place in the block as planned; breaks ties.</param>
/// <param name="Master">Sequence of the recurring master; -1 if none.</param>
internal sealed record TaskPlan(TaskKind Kind, DateTime Created, CallFacts Facts, Vendor Vendor, int Sequence, int Master, ulong Roll);
