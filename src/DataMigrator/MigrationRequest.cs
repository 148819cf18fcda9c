namespace DataMigrator;

/// <summary>What one invocation of <c>run</c> or of a stage asks for.</summary>
/// <param name="Command">run, extract, map, load, reconcile, retry or repair.</param>
/// <param name="RunId">Work on this run instead of beginning (or resuming) one; null for <c>run</c> and <c>extract</c>, the newest run for the other stages.</param>
/// <param name="SettingsJson">What was asked for, for the report; no secrets.</param>
internal sealed record MigrationRequest(
    string Command,
    bool Execute,
    DateTimeOffset? From,
    DateTimeOffset? To,
    bool Incremental,
    long? Limit,
    string? RunId,
    string MappingPath,
    string ReportsDirectory,
    Tolerance MaxRejected,
    Tolerance MaxFailed,
    MigrationSettings Settings,
    string SettingsJson)
{
    /// <summary>For <c>retry</c>: only rows that failed with this code; null = all.</summary>
    public string? Code { get; init; }

    /// <summary>True if the command begins a run of its own (or resumes one); the others work on one that is there.</summary>
    public bool BeginsRun => RunId is null && Command is "run" or "extract";

    /// <summary>True if the command includes that stage. What writes to the target is reconciled at once.</summary>
    public bool Includes(string stage) => Command == stage || Command switch
    {
        "run" => stage is "extract" or "map" or "load" or "reconcile",
        "retry" => stage == "reconcile",
        _ => false,
    };
}
