namespace DataMigrator.Loading;

/// <summary>Balanced if <c>Found == Deleted + Gone + Refused + Failed + Left</c>.</summary>
/// <param name="Found">VoiceCalls that our books say the run created and that were not deleted by an earlier start of this rollback.</param>
/// <param name="Gone">Deleted by somebody else before.</param>
/// <param name="Refused">Edited since they were loaded; deleted only with force.</param>
/// <param name="StillThere">Deleted by our books, but seen in the target afterwards: must be 0.</param>
internal sealed record RollbackResult(
    string RunId, bool Executed, long Found, long Deleted, long Gone, long Refused, long Failed, long Left, long StillThere,
    IReadOnlyList<RefusedCall> RefusedExamples, IReadOnlyList<ErrorCount> Errors);

/// <summary>A call that was edited since.</summary>
/// <param name="Edited">LastModifiedDate, UTC.</param>
internal sealed record RefusedCall(string TaskId, string CallId, DateTimeOffset Edited, string EditedBy);
