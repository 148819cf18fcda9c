namespace DataMigrator.Staging;

/// <summary>One Task's whole story. Holds personal data as staged; empty where it was purged.</summary>
/// <param name="Source">The Task as it came: field and value, in the order of the query; empty if purged or superseded.</param>
/// <param name="MergedFrom">Task ids that were merged into this one.</param>
/// <param name="Legs">Task ids of the next legs of the same call.</param>
internal sealed record LedgerEntry(
    string TaskId,
    LedgerReading? Reading,
    TaskDoor Door,
    LedgerReason? Reason,
    string? Detail,
    long Hash,
    IReadOnlyList<KeyValuePair<string, string?>> Source,
    LedgerCall? Call,
    IReadOnlyList<LedgerAttempt> Attempts,
    IReadOnlyList<LedgerFinding> Findings,
    IReadOnlyList<string> MergedFrom,
    IReadOnlyList<string> Legs)
{
    /// <summary>The Task id this one is a duplicate of; null if it is none.</summary>
    public string? MergedInto => Reason is { Rule: "duplicate" } ? Detail : null;
}

/// <summary>When and where the newest copy was read.</summary>
internal sealed record LedgerReading(string Run, DateTimeOffset WindowStarts, DateTimeOffset WindowEnds, string? QueryJob, long Page, DateTimeOffset? ReadAt, long Chunk, long Ordinal, string? MappingState);

/// <summary>Why it was skipped or rejected.</summary>
internal sealed record LedgerReason(string Kind, string Field, string Rule, string Text);

/// <summary>The call made of it and what loading did.</summary>
/// <param name="Values">Target field and value; empty if purged.</param>
/// <param name="Run">Id of the run that mapped it last.</param>
/// <param name="Retired">True if it is not loaded any more (merged, deleted, …).</param>
/// <param name="ChangesJson">call.changes.</param>
internal sealed record LedgerCall(
    IReadOnlyList<KeyValuePair<string, string?>> Values, long Hash, string? Run, string? MappingName, string? MappingVersion, bool Retired,
    DateTimeOffset Starts, DateTimeOffset Ends, long DurationSeconds, CallSources How, string? Parent,
    CallPlan Plan, string? ChangesJson, CallState State, string? TargetId, string? CreatedRun, string? Job, int Attempts, string? ErrorCode, string? ErrorMessage);

/// <summary>One sending that failed.</summary>
internal sealed record LedgerAttempt(string Run, long Number, DateTimeOffset At, string? Job, string Operation, string Code, string Message);

/// <summary>One difference that reconciliation found.</summary>
internal sealed record LedgerFinding(string Run, string Check, string? Field, string? Expected, string? Found, string Class, string Status, string? Note);
