using DataMigrator.Staging;

namespace DataMigrator.Loading;

/// <summary>What the target said about one call that we weren't sure of.</summary>
/// <param name="Plan">Unchanged if it is there as it should be; else what it needs.</param>
/// <param name="Ours">Created by our user since this run began: our own sending, whose answer got lost.</param>
/// <param name="Stamp">LastModifiedDate, unix seconds; null if somebody else touched it last.</param>
internal sealed record TargetFinding(string TargetId, CallPlan Plan, string? Changes, bool Ours, long? Stamp);
