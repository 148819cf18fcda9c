using DataMigrator.Staging;
using DataMigrator.Target;

namespace DataMigrator.Reconciliation;

/// <summary>Level one, the target's side: how many of our calls it counts, and how many seconds.</summary>
internal sealed class TargetCounts
{
    private readonly RunContext run;
    private readonly GroupedCounts counts;

    public TargetCounts(RunContext run)
    {
        this.run = run;
        Sums = run.Mapping.TargetFields.Any(f => f.Name == "CallDurationInSeconds") && run.TargetDescribe.Field("CallDurationInSeconds") is { } duration && new FieldAccess(run.TargetDescribe).IsCreateable(duration);
        counts = new(
            run.Target, new("VoiceCall", "CallStartDateTime", "CallType", "OwnerId", Sums ? "CallDurationInSeconds" : null), $"{run.Mapping.ExternalIdField} != null", all: false);
    }

    /// <summary>False if the target does not keep durations that we sent: then only counts are compared.</summary>
    public bool Sums { get; }

    /// <inheritdoc cref="GroupedCounts.ReadAsync"/>
    public Task<CallGroups> ReadAsync(TimeWindow range, CallGroups expected, CancellationToken cancellationToken) => counts.ReadAsync(range, expected, cancellationToken);

    /// <summary>How many of our calls start in the range; needs no aggregate, which some users and orgs may not use.</summary>
    public Task<long> CountAsync(TimeWindow range, CancellationToken cancellationToken) =>
        run.Target.CountAsync($"SELECT COUNT() FROM VoiceCall WHERE {counts.Where(range)}", all: false, cancellationToken);

    /// <summary>Count and seconds of one range, for bisecting.</summary>
    public Task<(long Count, long Seconds)> TotalAsync(TimeWindow range, CancellationToken cancellationToken) => counts.TotalAsync(range, cancellationToken);
}
