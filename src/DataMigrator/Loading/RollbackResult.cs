namespace DataMigrator.Loading;

/// <summary>Balanced if <c>Found == Deleted + Gone + Refused + Failed + Left</c>.</summary>
/// <param name="Found">VoiceCalls that our books say the run created and that were not deleted by an earlier start of this rollback.</param>
/// <param name="Gone">Deleted by somebody else before.</param>
/// <param name="Refused">Edited since they were loaded (deleted only with force).</param>
/// <param name="ThereBefore">Not in Found: calls that were in the target before the run, which replaced them. They stay as it left them.</param>
/// <param name="DeletedEarlier">Deleted by earlier starts of this rollback; not in Found.</param>
/// <param name="NotReplaced">Not in Found: calls that were in the target before the run, which deleted them to replace them and got no further. Only a new run creates them.</param>
/// <param name="StillThere">Deleted by our books, but seen in the target afterwards: must be 0.</param>
internal sealed record RollbackResult(
    string RunId, bool Executed, long Found, long Deleted, long Gone, long Refused, long Failed, long Left, long StillThere,
    IReadOnlyList<RefusedCall> RefusedExamples, IReadOnlyList<ErrorCount> Errors, long ThereBefore = 0, long DeletedEarlier = 0, long NotReplaced = 0);

/// <summary>A call that rollback leaves alone.</summary>
/// <param name="Edited">LastModifiedDate, UTC.</param>
/// <param name="Reason"><see cref="EditedSince"/>.</param>
internal sealed record RefusedCall(string TaskId, string CallId, DateTimeOffset Edited, string EditedBy, string Reason)
{
    public const string EditedSince = "edited since";
}
