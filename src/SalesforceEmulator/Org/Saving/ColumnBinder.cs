using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Org.Saving;

/// <summary>Reads the header of the rows to come.</summary>
internal sealed class ColumnBinder(OrgData data, ObjectSchema schema)
{
    /// <exception cref="OrgRequestException">InvalidBatch: the first column that the object doesn't have, or that is wrongly formed.</exception>
    public ColumnPlan[] Bind(IReadOnlyList<string> columns)
    {
        var plans = new ColumnPlan[columns.Count];
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < plans.Length; i++)
        {
            plans[i] = Bind(columns[i]);
            if (!seen.Add(plans[i].Field.Name))
            {
                throw Invalid($"Duplicate field name : {columns[i]}", columns[i]);
            }
        }

        return plans;
    }

    private ColumnPlan Bind(string header)
    {
        var dot = header.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            var field = schema.Find(header);
            return field is null || field.Type == FieldType.Address ? throw NotFound(header) : new ColumnPlan(header, field, null, null);
        }

        var colon = header.IndexOf(':', StringComparison.Ordinal);
        var relationship = header[(colon + 1)..dot];
        var lookup = schema.FindRelationship(relationship) ?? throw NotFound(header);
        if (colon >= 0 && !lookup.Polymorphic)
        {
            throw Invalid($"type is not needed for non polymorphic foreign key references: {header}", header);
        }

        if (colon < 0 && lookup.Polymorphic)
        {
            throw Invalid($"type is needed for polymorphic foreign key references: {header}", header);
        }

        var parentName = colon < 0 ? lookup.ReferenceTo[0] : header[..colon];
        if (!lookup.ReferenceTo.Contains(parentName, StringComparer.OrdinalIgnoreCase) || data.Schema.Find(parentName) is not { } parent)
        {
            throw NotFound(header);
        }

        var key = parent.Find(header[(dot + 1)..]);
        return key is null || !(key.ExternalId || key.IdLookup) ? throw NotFound(header) : new ColumnPlan(header, lookup, data[parent], key);
    }

    private OrgRequestException NotFound(string header) => Invalid($"Field name not found : {header}", header);

    private OrgRequestException Invalid(string text, string header) => new(400, "INVALID_FIELD", "InvalidBatch : " + text)
    {
        RestMessage = $"No such column '{header}' on sobject of type {schema.Name}",
    };
}
