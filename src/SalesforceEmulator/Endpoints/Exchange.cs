using SalesforceEmulator.Faults;
using SalesforceEmulator.Org.Saving;

namespace SalesforceEmulator.Endpoints;

/// <summary>What is noted of a request while it is served.</summary>
internal sealed class Exchange
{
    /// <summary>Part of a composite request, which counts as one call.</summary>
    public bool IsPart { get; init; }

    /// <summary>Of the composite request that this is part of and that is all or none.</summary>
    public Rollback? Transaction { get; init; }

    public bool Known { get; set; }

    public long BytesIn { get; set; }

    public string? Failure { get; set; }

    /// <summary>Fault that the dispatcher has to apply itself (expired session, exhausted quota).</summary>
    public FaultRule? Fault { get; set; }
}
