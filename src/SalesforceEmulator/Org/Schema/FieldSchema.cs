namespace SalesforceEmulator.Org.Schema;

/// <summary>One field as describe shows it; saving and querying obey the same record.</summary>
internal sealed record FieldSchema(string Name, string Label, FieldType Type)
{
    /// <summary>Place in the packed record; set when the object is put together.</summary>
    public int Slot { get; init; } = -1;

    /// <summary>UTF-16 units; 0 where the type has none.</summary>
    public int Length { get; init; }

    public int Digits { get; init; }

    public int Precision { get; init; }

    public int Scale { get; init; }

    public bool Createable { get; init; } = true;

    public bool Updateable { get; init; } = true;

    public bool Nillable { get; init; } = true;

    public bool DefaultedOnCreate { get; init; }

    public string? DefaultValue { get; init; }

    public bool Filterable { get; init; } = true;

    public bool Groupable { get; init; } = true;

    public bool Sortable { get; init; } = true;

    public bool Custom { get; init; }

    public bool ExternalId { get; init; }

    public bool Unique { get; init; }

    public bool IdLookup { get; init; }

    public bool CaseSensitive { get; init; }

    public bool AutoNumber { get; init; }

    public bool Calculated { get; init; }

    public bool HtmlFormatted { get; init; }

    public bool NameField { get; init; }

    public bool Restricted { get; init; }

    public string? CompoundFieldName { get; init; }

    public string? RelationshipName { get; init; }

    public IReadOnlyList<string> ReferenceTo { get; init; } = [];

    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Field of the parent that the value names when it isn't an id (metadata objects' durable ids).</summary>
    public string? ReferenceKey { get; init; }

    public bool Polymorphic => ReferenceTo.Count > 1;

    public bool IsText => Type is FieldType.String or FieldType.TextArea or FieldType.Phone or FieldType.Url or FieldType.Email or FieldType.Picklist or FieldType.Combobox;

    public bool IsNumber => Type is FieldType.Int or FieldType.Double or FieldType.Currency;

    public bool RequiredOnCreate => !Nillable && Createable && !DefaultedOnCreate && Type != FieldType.Boolean;

    public FieldSchema CreateOnly() => this with { Updateable = false };

    public FieldSchema ReadOnly() => this with { Createable = false, Updateable = false };

    public FieldSchema Required() => this with { Nillable = false };

    public FieldSchema Defaulted(string? value = null) => this with { Nillable = false, DefaultedOnCreate = true, DefaultValue = value };

    public FieldSchema NotFilterable() => this with { Filterable = false, Groupable = false, Sortable = false };

    public FieldSchema NotGroupable() => this with { Groupable = false };

    public FieldSchema Key() => this with { IdLookup = true };

    public FieldSchema External(bool unique, bool caseSensitive = false) => this with { ExternalId = true, IdLookup = true, Unique = unique, CaseSensitive = caseSensitive };

    public FieldSchema AsName() => this with { NameField = true };

    public FieldSchema PartOf(string compound) => this with { CompoundFieldName = compound };
}
