using System.Globalization;

namespace DataMigrator.Reconciliation;

/// <summary>What a repair sends, and what it can't put right.</summary>
internal sealed record RepairPlan(long Create, long Update, long Replace, IReadOnlyList<NotRepairable> Not)
{
    /// <summary>A load or repair of this run had not come to its end: what it left is sent and reconciled first, before this plan is made.</summary>
    public bool WasCutShort { get; init; }

    /// <summary>Calls that would be sent.</summary>
    public long Calls => Create + Update + Replace;

    /// <summary>The plan in words.</summary>
    public IEnumerable<string> Sentences(bool executed)
    {
        if (WasCutShort)
        {
            yield return executed
                ? "This run had been cut short: what was left of it was sent and reconciled first."
                : "This run was cut short: what is left of it would be sent and reconciled first. Give the same command with --execute.";
        }

        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"Repair {(executed ? "sent" : "would send")} {Calls:N0} calls: {Create:N0} to create, {Update:N0} to update, {Replace:N0} to replace.{(executed || Calls == 0 ? string.Empty : " Give the same command with --execute.")}");
        foreach (var left in Not)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{left.Count:N0} can't be put right: {left.Reason}; such as {left.Example}.");
        }
    }
}

/// <summary>Why some calls are left as they are; <paramref name="Example"/>: a Task id, or a VoiceCall id where there is no Task.</summary>
internal sealed record NotRepairable(string Reason, long Count, string Example);

/// <summary>Outcome of a repair.</summary>
/// <param name="Loading">Loading's books over the whole run afterwards; null in a dry run, or if there was nothing to send.</param>
/// <param name="After">The reconciliation afterwards; null as <paramref name="Loading"/>.</param>
internal sealed record RepairResult(RepairPlan Plan, LoadingResult? Loading, ReconciliationResult? After);
