using DataMigrator.Staging;
using Salesforce.Force.Bulk;

namespace DataMigrator.Loading;

/// <summary>What staging knows of a row when its result comes in.</summary>
internal readonly record struct SentRow(CallPlan Plan, int Attempts, long? CreatedRun, string? TargetId);

/// <summary>Decides, from a row's result and the target's answer where one was needed, what the row is now. Pure.</summary>
internal sealed class RowJudge(IngestJob job, bool jobFailed, string? jobError, int maxAttempts)
{
    /// <summary>True if the result alone doesn't tell whether the record is there.</summary>
    public bool MustAsk(RowResult? result, string? error)
    {
        if (result is not { } known)
        {
            return true;
        }

        return known.Outcome switch
        {
            RowOutcome.Changed => job.Operation is IngestOperation.Upsert or IngestOperation.Insert,
            RowOutcome.Failed => RowErrors.Classify(RowError.Parse(error!).StatusCode, error!).Kind switch
            {
                RowErrorKind.AlreadyThere => job.Operation is IngestOperation.Upsert or IngestOperation.Insert,
                RowErrorKind.Gone => true,
                RowErrorKind.Deferred => job.Operation == IngestOperation.Delete,
                _ => false,
            },
            _ => false,
        };
    }

    /// <param name="successId">VoiceCall id of a successful row.</param>
    /// <param name="finding">The target's answer; null if the record is not there or was not asked for.</param>
    public RowDecision Decide(SentRow row, RowResult? result, string? successId, string? error, TargetFinding? finding) => job.Operation switch
    {
        IngestOperation.Delete => DecideDelete(row, result, error, finding),
        IngestOperation.Update => DecideUpdate(row, result, error, finding),
        _ => DecideCreate(row, result, successId, error, finding),
    };

    private RowDecision DecideCreate(SentRow row, RowResult? result, string? successId, string? error, TargetFinding? finding)
    {
        var done = row.Plan == CallPlan.Replace ? CallState.Replaced : CallState.Created;
        if (result?.Outcome == RowOutcome.Created)
        {
            return new RowDecision(done, row.Plan, successId, CreatedByUs: true);
        }

        if (finding is null)
        {
            return Refused(row, result, error);
        }

        // Ours: an earlier sending, or the org's own repeat of a batch, came through.
        if (finding.Ours || row.CreatedRun == job.Run)
        {
            return new RowDecision(done, row.Plan, finding.TargetId, CreatedByUs: true) { Stamp = finding.Stamp };
        }

        var state = finding.Plan switch
        {
            CallPlan.Unchanged => CallState.Unchanged,
            CallPlan.Blocked => CallState.Blocked,
            _ => CallState.Pending,
        };
        return new RowDecision(state, finding.Plan, finding.TargetId, CreatedByUs: false) { Changes = finding.Changes, Stamp = finding.Stamp };
    }

    private RowDecision DecideUpdate(SentRow row, RowResult? result, string? error, TargetFinding? finding)
    {
        if (result?.Outcome is RowOutcome.Changed or RowOutcome.Created || finding is { Plan: CallPlan.Unchanged or CallPlan.Blocked })
        {
            // Blocked: all that differs still is what no update can send.
            return new RowDecision(CallState.Updated, row.Plan, row.TargetId, CreatedByUs: false);
        }

        return Refused(row, result, error);
    }

    private RowDecision DecideDelete(SentRow row, RowResult? result, string? error, TargetFinding? finding)
    {
        var asked = MustAsk(result, error);
        if (result?.Outcome is RowOutcome.Changed or RowOutcome.Created || (asked && finding is null))
        {
            return new RowDecision(row.Plan == CallPlan.Replace ? CallState.Pending : CallState.RolledBack, row.Plan, null, CreatedByUs: false);
        }

        return Refused(row, result, error);
    }

    private RowDecision Refused(SentRow row, RowResult? result, string? error)
    {
        if (result?.Outcome == RowOutcome.Unprocessed && jobFailed && job.Rows > 1)
        {
            return Keep(row, CallState.Retry, null, null) with { NotCounted = true };
        }

        var (code, message) = result?.Outcome switch
        {
            RowOutcome.Failed => Split(error!),
            RowOutcome.Unprocessed when jobFailed => (JobErrors.Code(jobError), jobError ?? "The job failed."),
            RowOutcome.Unprocessed => ("UNPROCESSED", "The org ended the job without getting to this row."),
            _ => ("NO_RESULT", "The org ended the job without a result for this row, and the target doesn't show it done."),
        };
        var rule = result?.Outcome == RowOutcome.Unprocessed && jobFailed ? new RowErrorRule(RowErrorKind.Transient) : RowErrors.Classify(code, message);
        var again = rule.Kind switch
        {
            RowErrorKind.Transient or RowErrorKind.Deferred => row.Attempts + 1 < Math.Min(maxAttempts, rule.MaxAttempts ?? int.MaxValue),
            RowErrorKind.Stop => true,
            _ => false,
        };
        return Keep(row, again ? CallState.Retry : CallState.Failed, code, message) with { NotCounted = rule.Kind == RowErrorKind.Stop };
    }

    private static RowDecision Keep(SentRow row, CallState state, string? code, string? message) =>
        new(state, row.Plan, row.TargetId, CreatedByUs: false) { Code = code, Message = message };

    private static (string Code, string Message) Split(string error)
    {
        var parsed = RowError.Parse(error);
        return (parsed.StatusCode, parsed.Message);
    }
}
