namespace Salesforce.Force.Rest;

/// <summary>One row of describe global.</summary>
public sealed record SObjectSummary(string Name, string Label, string? KeyPrefix, bool Custom, bool Createable, bool Updateable, bool Deletable, bool Queryable);

/// <summary>Describe of one object: what this user may do with it, and its fields.</summary>
public sealed record SObjectDescribe(
    string Name, string Label, string? KeyPrefix, bool Createable, bool Updateable, bool Deletable, bool Queryable,
    IReadOnlyList<FieldDescribe> Fields, IReadOnlyList<RecordTypeInfo> RecordTypeInfos)
{
    /// <summary>The field of that API name (case-insensitive), or null.</summary>
    public FieldDescribe? Field(string name) => Fields.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Describe of one field. <paramref name="Length"/> in characters, 0 where the type has none.</summary>
public sealed record FieldDescribe(
    string Name, string Label, string Type, int Length, int Precision, int Scale, int Digits,
    bool Nillable, bool Createable, bool Updateable, bool DefaultedOnCreate, bool Unique, bool ExternalId, bool IdLookup,
    bool Filterable, bool Groupable, bool Sortable, bool Custom, bool RestrictedPicklist, bool PolymorphicForeignKey, bool NamePointing,
    string? RelationshipName, string? CompoundFieldName, IReadOnlyList<string> ReferenceTo, IReadOnlyList<PicklistValue> PicklistValues)
{
    /// <summary>
    /// Must be supplied on create: <c>!nillable &amp;&amp; createable &amp;&amp; !defaultedOnCreate &amp;&amp; type != boolean</c>; never the owner, who is otherwise the
    /// user who creates.
    /// </summary>
    public bool RequiredOnCreate => !Nillable && Createable && !DefaultedOnCreate && Type != "boolean" && Name != "OwnerId";
}

/// <summary>One value of a picklist.</summary>
public sealed record PicklistValue(string Value, string? Label, bool Active, bool DefaultValue);

/// <summary>One record type.</summary>
public sealed record RecordTypeInfo(string RecordTypeId, string Name, string? DeveloperName, bool Active, bool Available, bool DefaultRecordTypeMapping, bool Master);
