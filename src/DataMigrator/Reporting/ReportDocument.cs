using DataMigrator.Staging;

namespace DataMigrator.Reporting;

/// <summary>Everything a report shows, read from staging once. Holds aggregates and bounded samples, never all rows.</summary>
/// <param name="RejectedHere">Rejected Tasks that this run is still the newest to have read: those in rejected.csv.</param>
internal sealed record ReportDocument(
    ReportRun Run,
    MigrationResult Result,
    MappingRecord? Mapping,
    IReadOnlyList<StageBooks> Books,
    Verdict Verdict,
    IReadOnlyList<Statistic> Statistics,
    IReadOnlyList<FindingGroup> Findings,
    IReadOnlyList<ChangeGroup> Changes,
    IReadOnlyList<PlannedChange> ChangeSamples,
    IReadOnlyList<WindowNote> Windows,
    LinkCounts Links,
    long RejectedHere)
{
    /// <summary>Cells of one section in order of name.</summary>
    public IEnumerable<Statistic> Section(string section) => Statistics.Where(s => string.Equals(s.Section, section, StringComparison.Ordinal));
}

/// <summary>Row of table run.</summary>
internal sealed record ReportRun(
    long Number, string Id, string Command, bool Executed, string? From, string? To, string RangeField, long? Limit,
    string? SourceOrg, string? TargetOrg, string? Mapping, string State, string? Stage, string Started, string? Ended, long? ExitCode, string Settings, string? Result);

/// <summary>Row of table mapping.</summary>
internal sealed record MappingRecord(string Version, string Name, string Text, IReadOnlyList<string> SourceFields, IReadOnlyList<string> TargetFields);

/// <summary>Findings that have check, class, status and field in common.</summary>
internal sealed record FindingGroup(string Check, string Class, string Status, string? Field, long Count, string? Example);

/// <summary>An extraction window whose count needed an explanation.</summary>
internal sealed record WindowNote(string Starts, string Ends, long? Expected, long Rows, string State, string? Note);

/// <summary>The report can't be made or checked; the message is a sentence for people.</summary>
internal sealed class ReportException(string message, Exception? inner = null) : Exception(message, inner);
