using DataMigrator.Reporting;

namespace DataMigrator;

/// <summary>The result of a command as <c>--json</c> prints it; names are a contract. Parts of stages that did not run are null.</summary>
internal sealed record MigrationResult
{
    public required string RunId { get; init; }

    public required string Command { get; init; }

    public required bool Executed { get; init; }

    /// <summary>UTC instants; null = open end.</summary>
    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>A canary: at most so many calls of the range; null = all of them.</summary>
    public long? Limit { get; init; }

    public int ExitCode { get; init; }

    public bool BooksBalance { get; init; }

    public double Seconds { get; init; }

    public long PeakMemoryBytes { get; init; }

    public ExtractionResult? Extraction { get; init; }

    public MappingResult? Mapping { get; init; }

    public LoadingResult? Loading { get; init; }

    public ReconciliationResult? Reconciliation { get; init; }

    public ReportPaths? Reports { get; init; }

    /// <summary>Field by field, what the plan changes or may not change; null if nothing was planned. Read anew for whoever asks, never stored: it holds values.</summary>
    public IReadOnlyList<ChangeGroup>? Changes { get; init; }

    /// <summary>Differences that nothing explains (findings with status open); null if there was no reconciliation.</summary>
    public long? OpenFindings { get; init; }

    /// <summary>Set if the run ended before its last stage: why.</summary>
    public string? Stopped { get; init; }

    /// <summary>Sentences for people: what stopped the run, what to do next.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];
}

/// <summary>Balanced if <c>Expected == Read</c> (differences explained are in window.note and already in Expected).</summary>
internal sealed record ExtractionResult(long Expected, long Read, long Pages, long ApiRequests)
{
    /// <summary>Rows of windows whose turn has not come, in a run that was stopped; never what is missing from a window that was read. Not part of the contract.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long Left { get; init; }
}

/// <summary>Balanced if <c>Read == Mapped + Skipped + Rejected + Left</c>.</summary>
internal sealed record MappingResult(long Read, long Mapped, long Skipped, long Rejected, long Left, IReadOnlyList<ReasonCount> Reasons)
{
    /// <summary>Calls of earlier runs that linking has changed (a new leg, a merged duplicate): loading reads them too, so that it reads Mapped + Relinked.</summary>
    public long Relinked { get; init; }

    /// <summary>Of the skipped: Tasks that log the call of another Task. Their ids are in linked.csv.</summary>
    public long Merged { get; init; }

    /// <summary>Calls that follow another leg of the same call (PreviousCallId).</summary>
    public long Chained { get; init; }

    /// <summary>Calls whose one Task tells of several legs in its text; each stays one call.</summary>
    public long SeveralLegs { get; init; }
}

/// <summary><paramref name="Kind"/>: rejected or skipped. <paramref name="Example"/>: a Task id.</summary>
internal sealed record ReasonCount(string Kind, string Field, string Rule, string Reason, long Count, string? Example);

/// <summary>
/// Balanced if <c>Read == Created + Updated + Replaced + Unchanged + Blocked + Failed + Left</c>. In a dry run: what would be.
/// Calls that Salesforce Voice logged itself are skipped (in mapping's books as skipped, reason "already has a VoiceCall") or counted as unchanged with <paramref name="Native"/>.
/// </summary>
internal sealed record LoadingResult(
    long Read, long Created, long Updated, long Replaced, long Unchanged, long Blocked, long Failed, long Left, IReadOnlyList<ErrorCount> Errors, long Native = 0)
{
    /// <summary>Of the updated: calls that differ in create-only fields too, which stay as they are.</summary>
    public long UpdatedInPart { get; init; }
}

/// <summary>Errors by code; <paramref name="Attempts"/> = the most that one row took.</summary>
internal sealed record ErrorCount(string Code, long Count, int Attempts, string? Example);

/// <summary>Balanced if <c>Read == Matched + Mismatched + Missing</c>; Extra are target rows that no Task explains.</summary>
internal sealed record ReconciliationResult(long Read, long Matched, long Mismatched, long Missing, long Extra, DurationTotals Totals)
{
    /// <summary>Of the matched: calls that were not read one by one, because counts and seconds of their time agree (<c>--compare differing</c>).</summary>
    public long NotRead { get; init; }
}

/// <summary>Sums over the calls of the run, seconds.</summary>
internal sealed record DurationTotals(long SourceDurationSeconds, long TargetDurationSeconds);

/// <summary>Where the reports are.</summary>
internal sealed record ReportPaths(string Html, string Json, string Findings, string Rejected, string Failed);
