using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Reconciliation;

/// <summary>What the Tasks of a run add up to, as they came and before any mapping: counted page by page as they were staged, not from what was made of them.</summary>
/// <param name="Fields">The fields that they are counted by.</param>
internal sealed record StagedTasks(GroupedFields Fields, CallGroups Groups)
{
    /// <returns>
    /// Null if the records do not hold their CreatedDate, or are not all in staging any more (purged, or read again since), or were staged by a version that did not count them.
    /// </returns>
    public static StagedTasks? Read(SqliteConnection reader, long run, string sourceObject, CancellationToken cancellationToken)
    {
        var staged = MappingStore.SourceFields(reader, run);
        if (staged is null || ExpectedStatistics.IndexOf(staged, PageGroups.Date) < 0
            || reader.Scalar("SELECT COUNT(*) FROM chunk WHERE run = ?1 AND (LENGTH(data) = 0 OR repeated > 0)", run) > 0
            || PageGroups.Read(reader, run, cancellationToken) is not { } groups)
        {
            return null;
        }

        string? IfStaged(string field) => ExpectedStatistics.IndexOf(staged, field) < 0 ? null : field;
        return new(new(sourceObject, PageGroups.Date, IfStaged(PageGroups.Type), IfStaged(PageGroups.Owner), IfStaged(PageGroups.Seconds)), groups);
    }
}
