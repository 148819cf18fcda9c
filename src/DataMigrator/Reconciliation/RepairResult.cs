namespace DataMigrator.Reconciliation;

/// <summary>What a repair sends, and what it can't put right.</summary>
internal sealed record RepairPlan(long Create, long Update, long Replace, IReadOnlyList<NotRepairable> Not)
{
    /// <summary>Calls that would be sent.</summary>
    public long Calls => Create + Update + Replace;
}

/// <summary>Why some calls are left as they are; <paramref name="Example"/>: a Task id, or a VoiceCall id where there is no Task.</summary>
internal sealed record NotRepairable(string Reason, long Count, string Example);

/// <summary>Outcome of a repair.</summary>
/// <param name="Loading">Loading's books over the whole run afterwards; null in a dry run, or if there was nothing to send.</param>
/// <param name="After">The reconciliation afterwards; null as <paramref name="Loading"/>.</param>
internal sealed record RepairResult(RepairPlan Plan, LoadingResult? Loading, ReconciliationResult? After);
