using Salesforce.Force.Rest;

namespace DataMigrator.Extraction;

/// <summary>
/// The SOQL of one extraction. Counting and reading share the very same condition, or the counts could not be compared. Bulk queries never get ORDER BY
/// or LIMIT: both switch PK chunking off (Bulk API guide).
/// </summary>
internal sealed record SourceQuery(SourceRange Range, IReadOnlyList<string> Fields)
{
    public static SourceQuery Of(RunContext run) => new(SourceRange.Of(run), run.Mapping.SourceFields);

    /// <summary>For REST: <c>SELECT COUNT()</c>.</summary>
    public string Count(DateTimeOffset from, DateTimeOffset to) => Range.Count(from, to);

    /// <summary>For Bulk: every row of the half-open window.</summary>
    public string Rows(DateTimeOffset from, DateTimeOffset to) => $"SELECT {string.Join(',', Fields)} FROM {Range.Object} WHERE {Range.Where(from, to)}";

    /// <summary>For Bulk: the rows of a sample. At most <see cref="MaxIds"/> ids.</summary>
    public string Rows(IReadOnlyList<string> ids) => $"SELECT {string.Join(',', Fields)} FROM {Range.Object} WHERE Id IN {SoqlLiteral.Ids(ids)}";

    /// <summary>For REST: the first <paramref name="count"/> ids of a window, the same ones each time.</summary>
    public string Ids(DateTimeOffset from, DateTimeOffset to, long count) =>
        FormattableString.Invariant($"SELECT Id FROM {Range.Object} WHERE {Range.Where(from, to)} ORDER BY {Range.Field}, Id LIMIT {count}");

    /// <summary>For REST: when the oldest row was made.</summary>
    public string Oldest(DateTimeOffset to) => $"SELECT MIN({Range.Field}) oldest FROM {Range.Object} WHERE {Range.Where(null, to)}";

    /// <summary>A SOQL statement may have 100,000 characters (SOQL limits); an id takes 21 of them.</summary>
    public const int MaxIds = 4000;
}
