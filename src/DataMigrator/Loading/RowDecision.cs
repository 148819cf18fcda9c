using DataMigrator.Staging;

namespace DataMigrator.Loading;

/// <summary>What goes into the books for one row of a job. Strings null = leave null.</summary>
internal readonly record struct RowDecision(CallState State, CallPlan Plan, string? TargetId, bool CreatedByUs)
{
    public string? Changes { get; init; }

    public long? Stamp { get; init; }

    /// <summary>The error of this sending; null if there was none.</summary>
    public string? Code { get; init; }

    public string? Message { get; init; }

    /// <summary>A sending that doesn't count: the row was never looked at.</summary>
    public bool NotCounted { get; init; }
}
