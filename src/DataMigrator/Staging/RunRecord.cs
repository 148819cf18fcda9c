namespace DataMigrator.Staging;

/// <summary>What a run is asked to do.</summary>
/// <param name="Signature">See <see cref="RunSignature"/>.</param>
/// <param name="From">Half-open range; null = open. Ignored if <paramref name="Incremental"/>.</param>
/// <param name="To">Null = up to the org's clock at the begin.</param>
/// <param name="Incremental">From the end of the last finished, executed, open-ended run without a limit on, by SystemModstamp; no such run: everything.</param>
/// <param name="SettingsJson">No secrets.</param>
internal sealed record RunRequest(
    string Command,
    string Signature,
    bool Executed,
    DateTimeOffset? From,
    DateTimeOffset? To,
    bool Incremental,
    long? Limit,
    string? SourceOrg,
    string? TargetOrg,
    string? MappingVersion,
    string SettingsJson);

/// <summary>One row of table run.</summary>
/// <param name="State">running, finished, failed or interrupted.</param>
/// <param name="OpenEnd">True if <paramref name="To"/> was fixed at the org's clock.</param>
/// <param name="Resumed">True if <see cref="RunStore.BeginAsync"/> found it unfinished.</param>
internal sealed record RunRecord(
    long Number,
    string Id,
    string Command,
    string Signature,
    bool Executed,
    DateTimeOffset? From,
    DateTimeOffset? To,
    string RangeField,
    bool OpenEnd,
    long? Limit,
    string? SourceOrg,
    string? TargetOrg,
    string? MappingVersion,
    string State,
    string? Stage,
    DateTimeOffset Started,
    DateTimeOffset? Ended,
    int? ExitCode,
    string Settings,
    string? Result,
    bool Resumed = false);

/// <summary>Values of run.state.</summary>
internal static class RunStates
{
    public const string Running = "running";

    /// <summary>Went to its end, whatever the exit code; the books balance. Never resumed.</summary>
    public const string Finished = "finished";

    /// <summary>Ended by an error, or with books that don't balance. The same command goes on from there.</summary>
    public const string Failed = "failed";

    /// <summary>Unfinished, and its values were purged. Never resumed: the same command begins anew.</summary>
    public const string Purged = "purged";

    /// <summary>Ended by Ctrl-C, a quota, or a kill (then the state still says running). The same command goes on from there.</summary>
    public const string Interrupted = "interrupted";
}
