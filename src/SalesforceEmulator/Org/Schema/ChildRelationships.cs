namespace SalesforceEmulator.Org.Schema;

/// <summary>Relationships from a parent to the records that look up to it: Account's Contacts, Contact's Tasks.</summary>
internal static class ChildRelationships
{
    /// <summary>All lookups to the parent; a null name means that queries can't use the relationship. No name occurs twice.</summary>
    public static IEnumerable<(ObjectSchema Child, FieldSchema Field, string? Name)> Of(OrgSchema org, ObjectSchema parent)
    {
        foreach (var child in org.Objects)
        {
            var named = false;
            foreach (var field in child.Fields.Where(f => f.ReferenceKey is null && f.ReferenceTo.Contains(parent.Name, StringComparer.Ordinal)))
            {
                var isRecordKeeping = field.Name is "CreatedById" or "LastModifiedById" or "OwnerId";
                var name = isRecordKeeping || named ? null : child.LabelPlural.Replace(" ", "", StringComparison.Ordinal);
                named |= name is not null;
                yield return (child, field, name);
            }
        }
    }

    /// <summary>Name: as describe writes it. Null if no query can use a relationship of that name.</summary>
    public static (ObjectSchema Child, FieldSchema Field, string Name)? Find(OrgSchema org, ObjectSchema parent, string name)
    {
        foreach (var (child, field, known) in Of(org, parent))
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return (child, field, known!);
            }
        }

        return null;
    }
}
