using DataMigrator.Mapping;
using DataMigrator.Staging;
using Salesforce.Force.Rest;

namespace DataMigrator;

/// <summary>
/// The SOQL of one extraction. Counting and reading share the very same condition, or the counts could not be compared. Bulk queries never get ORDER BY
/// or LIMIT: both switch PK chunking off (Bulk API guide).
/// </summary>
/// <param name="Filter">Extra condition of the mapping, or null.</param>
internal sealed record SourceQuery(string Object, IReadOnlyList<string> Fields, string RangeField, string? Filter)
{
    /// <summary>
    /// An incremental run has to see what was deleted since the last one (deleting moves SystemModstamp), so the usual filter on the recycle bin is left
    /// out there; mapping then skips those Tasks as deleted.
    /// </summary>
    public static SourceQuery Of(RunContext run)
    {
        var mapping = run.Mapping;
        var filter = mapping.SourceFilter;
        var seesDeleted = string.Equals(run.RangeField, "SystemModstamp", StringComparison.Ordinal)
            && mapping.SourceFields.Contains("IsDeleted", StringComparer.OrdinalIgnoreCase)
            && string.Equals(filter?.Replace(" ", "", StringComparison.Ordinal), "IsDeleted=false", StringComparison.OrdinalIgnoreCase);
        return new SourceQuery(mapping.SourceObject, mapping.SourceFields, run.RangeField, And(seesDeleted ? null : filter, run.Limit is null ? null : CallCandidates.Of(mapping)));
    }

    /// <summary>A canary is to load calls: in most orgs most Tasks are none.</summary>
    private static string? And(string? filter, string? candidates) =>
        string.IsNullOrWhiteSpace(filter) ? candidates : candidates is null ? filter : $"({filter}) AND ({candidates})";

    /// <summary>For REST: <c>SELECT COUNT()</c>.</summary>
    public string Count(DateTimeOffset from, DateTimeOffset to) => $"SELECT COUNT() FROM {Object} WHERE {Range(from, to)}";

    /// <summary>For Bulk: every row of the half-open window.</summary>
    public string Rows(DateTimeOffset from, DateTimeOffset to) => $"SELECT {string.Join(',', Fields)} FROM {Object} WHERE {Range(from, to)}";

    /// <summary>For Bulk: the rows of a sample. At most <see cref="MaxIds"/> ids.</summary>
    public string Rows(IReadOnlyList<string> ids) => $"SELECT {string.Join(',', Fields)} FROM {Object} WHERE Id IN {SoqlLiteral.Ids(ids)}";

    /// <summary>For REST: the first <paramref name="count"/> ids of a window, the same ones each time.</summary>
    public string Ids(DateTimeOffset from, DateTimeOffset to, long count) =>
        FormattableString.Invariant($"SELECT Id FROM {Object} WHERE {Range(from, to)} ORDER BY {RangeField}, Id LIMIT {count}");

    /// <summary>For REST: when the oldest row was made.</summary>
    public string Oldest(DateTimeOffset to) =>
        $"SELECT MIN({RangeField}) oldest FROM {Object} WHERE {RangeField} < {Instants.Text(to)}{AndFilter}";

    /// <summary>The condition on the range, with WHERE; null = no bound on that side. Empty if there is none at all.</summary>
    public string Where(DateTimeOffset? from, DateTimeOffset? to)
    {
        var bounds = new[]
        {
            from is { } first ? $"{RangeField} >= {Instants.Text(first)}" : null, to is { } last ? $"{RangeField} < {Instants.Text(last)}" : null,
            string.IsNullOrWhiteSpace(Filter) ? null : $"({Filter})",
        }.OfType<string>().ToList();
        return bounds.Count == 0 ? "" : " WHERE " + string.Join(" AND ", bounds);
    }

    /// <summary>A SOQL statement may have 100,000 characters (SOQL limits); an id takes 21 of them.</summary>
    public const int MaxIds = 4000;

    private string AndFilter => string.IsNullOrWhiteSpace(Filter) ? "" : $" AND ({Filter})";

    /// <summary>The half-open range, whatever the filter says.</summary>
    public string Unfiltered(DateTimeOffset from, DateTimeOffset to) => $"{RangeField} >= {Instants.Text(from)} AND {RangeField} < {Instants.Text(to)}";

    /// <summary>The condition by which rows are counted and read.</summary>
    public string Range(DateTimeOffset from, DateTimeOffset to) => Unfiltered(from, to) + AndFilter;
}
