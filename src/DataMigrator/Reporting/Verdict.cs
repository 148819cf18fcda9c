using DataMigrator.Staging;
using System.Globalization;

namespace DataMigrator.Reporting;

/// <summary>How the run ended, for somebody who reads one line.</summary>
internal enum VerdictLevel
{
    /// <summary>Nothing to do.</summary>
    Good,

    /// <summary>Nothing is wrong, but something is to be read or done.</summary>
    Attention,

    /// <summary>Do not sign.</summary>
    Bad,
}

/// <summary>The verdict: one headline, sentences that carry it, and what to do next.</summary>
internal sealed record Verdict(VerdictLevel Level, string Headline, IReadOnlyList<string> Sentences, IReadOnlyList<string> Next)
{
    public static Verdict Of(ReportRun run, MigrationResult result, IReadOnlyList<StageBooks> books, IReadOnlyList<FindingGroup> findings)
    {
        var open = findings.Where(f => f.Status == "open").Sum(f => f.Count);
        var explained = findings.Sum(f => f.Count) - open;
        var unbalanced = books.FirstOrDefault(b => !b.Balances);
        List<string> sentences = [.. Facts(result, explained)];
        sentences.AddRange(result.Messages);
        var next = NextSteps.Of(run.Id, result, run.State, open);
        var (level, headline) = (run.State, unbalanced, open) switch
        {
            ("interrupted", _, _) => (VerdictLevel.Attention, $"Interrupted{During(run)}: not finished"),
            ("failed", _, _) => (VerdictLevel.Bad, $"Stopped{During(run)}: not finished"),
            (RunStates.Superseded, _, _) => (VerdictLevel.Attention, "Taken over by another run: not finished"),
            (RunStates.RolledBack, _, _) => (VerdictLevel.Attention, "Taken back: its calls were deleted from the target org"),
            (_, { } stage, _) => (VerdictLevel.Bad, $"The books of {stage.Stage} do not balance: {Number(stage.Read)} rows came in, {Number(stage.Sum)} are accounted for"),
            (_, _, > 0) => (VerdictLevel.Bad, $"{Number(open)} {(open == 1 ? "difference needs" : "differences need")} a decision"),
            ("running", _, _) => (VerdictLevel.Attention, "This run has not ended yet"),
            _ when result.Loading is { Failed: > 0 } l => (VerdictLevel.Bad, $"{Number(l.Failed)} calls were refused by Salesforce"),
            _ when result.Executed && result.Loading is { Left: > 0 } l => (VerdictLevel.Attention, $"{Number(l.Left)} calls still wait to be loaded"),
            _ when !result.Executed => (Pending(result) ? VerdictLevel.Attention : VerdictLevel.Good, DryRun(result)),
            _ when Differences(result) is > 0 and var count => (VerdictLevel.Attention, $"{Number(count)} calls do not agree with their Tasks; every difference is explained"),
            _ when Blocked(result) is > 0 and var count => (VerdictLevel.Attention, $"Done, but {Number(count)} calls differ in fields that can't be changed"),
            _ when result.Mapping is { Rejected: > 0 } m => (VerdictLevel.Attention, $"Done and reconciled; {Number(m.Rejected)} Tasks could not be mapped"),
            _ when result.Extraction is { Read: 0 } => (VerdictLevel.Good, "No Task is in this range: there was nothing to do"),
            _ when result.Reconciliation is { } r => (VerdictLevel.Good, $"Reconciled: all {Number(r.Read)} calls agree with their Tasks"),
            _ => (VerdictLevel.Good, "Done"),
        };
        return new(level, headline, sentences, next);
    }

    private static IEnumerable<string> Facts(MigrationResult result, long explained)
    {
        if (result.Extraction is { } e)
        {
            yield return e.Expected == e.Read ? $"{Number(e.Read)} Tasks were read, as many as the org counts." : $"{Number(e.Read)} Tasks were read of {Number(e.Expected)} that the org counts.";
        }

        if (result.Mapping is { } m)
        {
            yield return $"Calls: {Number(m.Mapped)}. Not calls of their own: {Number(m.Skipped)}. Calls that could not be mapped: {Number(m.Rejected)}.";
        }

        if (result.Loading is { } l)
        {
            yield return result.Executed
                ? $"VoiceCalls created: {Number(l.Created)}, updated: {Number(l.Updated + l.Replaced)}, already as they should be: {Number(l.Unchanged)}, failed: {Number(l.Failed)}."
                : $"VoiceCalls that would be created: {Number(l.Created)}, updated: {Number(l.Updated)}, replaced: {Number(l.Replaced)}; already as they should be: {Number(l.Unchanged)}, blocked: {Number(l.Blocked)}.";
        }

        if (result.Reconciliation is { Read: > 0 } r)
        {
            var same = r.Totals.SourceDurationSeconds == r.Totals.TargetDurationSeconds;
            yield return $"{Number(r.Matched - r.NotRead)} of {Number(r.Read)} calls were compared field by field and agree"
                + (r.NotRead > 0 ? $", {Number(r.NotRead)} were not read because counts and seconds of their time agree" : "")
                + $"; {Number(r.Totals.SourceDurationSeconds)} seconds of talk by Task, "
                + (same ? "the same by VoiceCall." : $"{Number(r.Totals.TargetDurationSeconds)} by VoiceCall.");
        }

        if (explained > 0)
        {
            yield return $"Differences that are explained: {Number(explained)} (see findings).";
        }
    }

    private static string DryRun(MigrationResult result) => result.Loading switch
    {
        null or { Read: 0 } when result.Extraction is { Read: 0 } => "Dry run: no Task is in this range",
        { Created: 0, Updated: 0, Replaced: 0, Blocked: 0 } l => $"Dry run: the orgs agree, all {Number(l.Read)} calls are in place",
        { } l => $"Dry run, nothing was written: {Number(l.Created)} calls would be created, {Number(l.Updated + l.Replaced)} changed",
        _ => "Dry run, nothing was written",
    };

    /// <summary>In whole or in part.</summary>
    private static long Blocked(MigrationResult result) => result.Loading is { } l ? l.Blocked + l.UpdatedInPart : 0;

    private static bool Pending(MigrationResult result) => Blocked(result) > 0 || result.Mapping is { Rejected: > 0 };

    private static long Differences(MigrationResult result) => result.Reconciliation is { } r ? r.Mismatched + r.Missing + r.Extra : 0;

    private static string During(ReportRun run) => run.Stage is null ? "" : $" during {run.Stage}";

    internal static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
