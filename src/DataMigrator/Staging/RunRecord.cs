namespace DataMigrator.Staging;

/// <summary>What a run is asked to do.</summary>
/// <param name="Signature">See <see cref="RunSignature"/>.</param>
/// <param name="From">Half-open range; null = open. Ignored if <paramref name="Incremental"/>.</param>
/// <param name="To">Null = up to the org's clock at the begin.</param>
/// <param name="Incremental">From the end of the last run on that has loaded everything up to its end (see <see cref="IncrementalBase"/>), by SystemModstamp; no such run: everything.</param>
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
    string SettingsJson)
{
    /// <summary>Pinned with the orgs by the first run of a staging file; null = don't pin it (no run of the product).</summary>
    public string? ExternalIdField { get; init; }
}

/// <summary>One row of table run.</summary>
/// <param name="State">See <see cref="RunStates"/>.</param>
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

    /// <summary>Unfinished, but another run has mapped newer copies since: going on would leave out what that one took over. Never resumed.</summary>
    public const string Superseded = "superseded";

    /// <summary>Its calls were deleted from the target again. Never resumed, and no incremental run goes on from it.</summary>
    public const string RolledBack = "rolled back";

    /// <summary>True if the same command may go on with it.</summary>
    public static bool IsUnfinished(string state) => state is Running or Failed or Interrupted;
}
