using DataMigrator.Mapping;
using Salesforce.Force.Rest;

namespace DataMigrator.Target;

/// <summary>
/// What is selected when the target is read: the mapped fields that this user can see there, in payload order, then what tells who the record is and
/// who touched it last. A mapped field that the target does not have is left out, of reading as of writing.
/// </summary>
internal sealed class TargetColumns
{
    private readonly int[] columnOfField;

    public TargetColumns(ICompiledMapping mapping, SObjectDescribe describe)
    {
        Fields = mapping.TargetFields;
        ExternalIdField = mapping.ExternalIdField;
        columnOfField = new int[Fields.Count];
        var names = new List<string>();
        for (var field = 0; field < Fields.Count; field++)
        {
            columnOfField[field] = describe.Field(Fields[field].Name) is null ? -1 : names.Count;
            if (columnOfField[field] >= 0)
            {
                names.Add(Fields[field].Name);
            }
        }

        ExternalId = names.FindIndex(n => string.Equals(n, ExternalIdField, StringComparison.OrdinalIgnoreCase));
        if (ExternalId < 0)
        {
            ExternalId = Add(names, ExternalIdField);
        }

        Id = Add(names, "Id");
        LastModifiedDate = Add(names, "LastModifiedDate");
        LastModifiedById = Add(names, "LastModifiedById");
        CreatedDate = Add(names, "CreatedDate");
        CreatedById = Add(names, "CreatedById");

        if (mapping.Links is { Chain: true } && describe.Field("PreviousCallId") is not null)
        {
            PreviousCallId = Add(names, "PreviousCallId");
        }

        Names = names;
    }

    /// <summary>Fields of the payload, all of them.</summary>
    public IReadOnlyList<TargetField> Fields { get; }

    public string ExternalIdField { get; }

    /// <summary>The SELECT list.</summary>
    public IReadOnlyList<string> Names { get; }

    public int ExternalId { get; }

    public int Id { get; }

    public int LastModifiedDate { get; }

    public int LastModifiedById { get; }

    public int CreatedDate { get; }

    public int CreatedById { get; }

    /// <summary>-1 if chains are not mapped, or not to be seen in this org.</summary>
    public int PreviousCallId { get; } = -1;

    /// <summary>Column of a payload field, -1 if the target has no such field.</summary>
    public int Of(int field) => columnOfField[field];

    private static int Add(List<string> names, string name)
    {
        var at = names.FindIndex(n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase));
        if (at >= 0)
        {
            return at;
        }

        names.Add(name);
        return names.Count - 1;
    }
}
