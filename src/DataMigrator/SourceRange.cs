using DataMigrator.Mapping;
using DataMigrator.Staging;

namespace DataMigrator;

/// <summary>Which rows of the source a run is about. One place, because what is read and what is counted could not be compared otherwise.</summary>
/// <param name="Field">CreatedDate, or SystemModstamp in an incremental run.</param>
/// <param name="Filter">Extra condition of the mapping, or null.</param>
internal sealed record SourceRange(string Object, string Field, string? Filter)
{
    /// <summary>
    /// An incremental run has to see what was deleted since the last one (deleting moves SystemModstamp), so the usual filter on the recycle bin is left
    /// out there; mapping then skips those Tasks as deleted.
    /// </summary>
    public static SourceRange Of(RunContext run)
    {
        var mapping = run.Mapping;
        var filter = string.IsNullOrWhiteSpace(mapping.SourceFilter) ? null : mapping.SourceFilter;
        var seesDeleted = run.IsIncremental
            && mapping.SourceFields.Contains("IsDeleted", StringComparer.OrdinalIgnoreCase)
            && string.Equals(filter?.Replace(" ", "", StringComparison.Ordinal), "IsDeleted=false", StringComparison.OrdinalIgnoreCase);
        return new SourceRange(mapping.SourceObject, run.RangeField, And(seesDeleted ? null : filter, run.Limit is null ? null : CallCandidates.Of(mapping)));
    }

    /// <summary>For REST; null = an open end.</summary>
    public string Count(DateTimeOffset? from, DateTimeOffset? to) => $"SELECT COUNT() FROM {Object} WHERE {Where(from, to)}";

    /// <summary>SOQL condition of the half-open range; null = an open end.</summary>
    public string Where(DateTimeOffset? from, DateTimeOffset? to)
    {
        string?[] conditions =
        [
            from is { } f ? $"{Field} >= {Instants.Text(f)}" : null,
            to is { } t ? $"{Field} < {Instants.Text(t)}" : null,
            from is null && to is null ? $"{Field} != null" : null,
            Filter is null ? null : $"({Filter})",
        ];
        return string.Join(" AND ", conditions.OfType<string>());
    }

    /// <summary>A canary is to load calls: in most orgs most Tasks are none.</summary>
    private static string? And(string? filter, string? candidates) => filter is null ? candidates : candidates is null ? filter : $"({filter}) AND ({candidates})";
}
