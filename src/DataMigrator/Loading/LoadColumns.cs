using DataMigrator.Mapping;
using Salesforce.Force.Rest;

namespace DataMigrator.Loading;

/// <summary>Columns of the jobs, from what describe lets this user write.</summary>
internal sealed class LoadColumns
{
    public LoadColumns(ICompiledMapping mapping, SObjectDescribe describe)
    {
        var names = mapping.TargetFields.Where(f => f.Createable && describe.Field(f.Name) is { Createable: true }).Select(f => f.Name).ToList();
        if (!names.Contains(mapping.ExternalIdField, StringComparer.OrdinalIgnoreCase))
        {
            names.Insert(0, mapping.ExternalIdField);
        }

        CanChain = mapping.Links is { Chain: true } && describe.Field(JobContent.PreviousCallId) is { Createable: true };
        if (CanChain && !names.Contains(JobContent.PreviousCallId, StringComparer.OrdinalIgnoreCase))
        {
            names.Add(JobContent.PreviousCallId);
        }

        Create = names;
        ExternalId = mapping.ExternalIdField;
    }

    /// <summary>All that may be set on create. The first sending needs no PreviousCallId, but an empty column costs a byte per row.</summary>
    public IReadOnlyList<string> Create { get; }

    /// <summary>False if legs are chained but this user can't set PreviousCallId: such calls are not loaded, rather than loaded unlinked.</summary>
    public bool CanChain { get; }

    /// <summary>A delete job takes the id alone.</summary>
    public IReadOnlyList<string> Delete { get; } = ["Id"];

    private string ExternalId { get; }

    /// <summary>The record's id, the external id to join results by (unchanged), and what changed.</summary>
    public IReadOnlyList<string> Update(IEnumerable<string> changed) =>
        ["Id", ExternalId, .. changed.Where(c => !string.Equals(c, ExternalId, StringComparison.OrdinalIgnoreCase))];
}
