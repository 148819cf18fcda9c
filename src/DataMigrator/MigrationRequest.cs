namespace DataMigrator;

/// <summary>What one invocation of <c>run</c> or of a stage asks for.</summary>
/// <param name="Command">run, extract, map, load or reconcile.</param>
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
    /// <summary>True if the command includes that stage.</summary>
    public bool Includes(string stage) => Command == "run" || Command == stage;
}
