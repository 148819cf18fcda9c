namespace SalesforceEmulator.Org.Schema;

/// <summary>Short words for declaring fields.</summary>
internal static class Fields
{
    public static FieldSchema Text(string name, string label, int length) => Of(name, label, FieldType.String) with { Length = length };

    public static FieldSchema LongText(string name, string label, int length) => Of(name, label, FieldType.TextArea) with
    {
        Length = length, Filterable = length <= 255, Groupable = length <= 255, Sortable = length <= 255,
    };

    public static FieldSchema Phone(string name, string label, int length = 40) => Of(name, label, FieldType.Phone) with { Length = length };

    public static FieldSchema Url(string name, string label, int length = 255) => Of(name, label, FieldType.Url) with { Length = length };

    public static FieldSchema Email(string name, string label, int length = 80) => Of(name, label, FieldType.Email) with { Length = length };

    public static FieldSchema Combobox(string name, string label, int length, params string[] values) =>
        Of(name, label, FieldType.Combobox) with { Length = length, Values = values, Groupable = false };

    public static FieldSchema Picklist(string name, string label, int length, params string[] values) =>
        Of(name, label, FieldType.Picklist) with { Length = length, Values = values };

    public static FieldSchema Restricted(string name, string label, int length, params string[] values) => Picklist(name, label, length, values) with { Restricted = true };

    public static FieldSchema Flag(string name, string label, bool value = false) =>
        Of(name, label, FieldType.Boolean) with { Nillable = false, DefaultedOnCreate = true, DefaultValue = value ? "true" : "false" };

    public static FieldSchema Whole(string name, string label, int digits = 8) => Of(name, label, FieldType.Int) with { Digits = digits };

    public static FieldSchema Number(string name, string label, int precision = 18, int scale = 2) =>
        Of(name, label, FieldType.Double) with { Precision = precision, Scale = scale, Groupable = false };

    public static FieldSchema Money(string name, string label) => Number(name, label) with { Type = FieldType.Currency };

    public static FieldSchema Day(string name, string label) => Of(name, label, FieldType.Date);

    public static FieldSchema Instant(string name, string label) => Of(name, label, FieldType.DateTime) with { Groupable = false };

    public static FieldSchema Reference(string name, string label, params string[] to) => Of(name, label, FieldType.Reference) with
    {
        Length = 18,
        ReferenceTo = to,
        RelationshipName = name.EndsWith("__c", StringComparison.Ordinal) ? name[..^1] + "r" : name[..^2],
    };

    public static FieldSchema Address(string name, string label) => Of(name, label, FieldType.Address).ReadOnly() with { Groupable = false, Sortable = false };

    /// <summary>What every object with data carries besides its own fields.</summary>
    public static FieldSchema[] Audit() =>
    [
        Flag("IsDeleted", "Deleted").ReadOnly(),
        Instant("CreatedDate", "Created Date").Defaulted().ReadOnly(),
        Reference("CreatedById", "Created By ID", "User").Defaulted().ReadOnly(),
        Instant("LastModifiedDate", "Last Modified Date").Defaulted().ReadOnly(),
        Reference("LastModifiedById", "Last Modified By ID", "User").Defaulted().ReadOnly(),
        Instant("SystemModstamp", "System Modstamp").Defaulted().ReadOnly(),
    ];

    private static FieldSchema Of(string name, string label, FieldType type) =>
        new(name, label, type) { Custom = name.EndsWith("__c", StringComparison.Ordinal) };
}
