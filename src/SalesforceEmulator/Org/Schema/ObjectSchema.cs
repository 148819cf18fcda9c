using System.Text;

namespace SalesforceEmulator.Org.Schema;

/// <summary>One object: its fields in describe order, by name, and what may be done with it.</summary>
internal sealed class ObjectSchema
{
    private readonly Dictionary<string, FieldSchema> byName;
    private readonly Dictionary<string, FieldSchema> byRelationship = new(StringComparer.OrdinalIgnoreCase);

    public ObjectSchema(string name, string label, string labelPlural, string keyPrefix, IEnumerable<FieldSchema> fields)
    {
        Name = name;
        Label = label;
        LabelPlural = labelPlural;
        KeyPrefix = keyPrefix;
        PrefixBytes = Encoding.ASCII.GetBytes(keyPrefix);
        var id = new FieldSchema("Id", label + " ID", FieldType.Id) { Length = 18, Nillable = false, DefaultedOnCreate = true, IdLookup = true }.ReadOnly();
        Fields = [.. fields.Prepend(id).Select((field, slot) => field with { Slot = slot })];
        byName = Fields.ToDictionary(f => f.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var field in Fields.Where(f => f.RelationshipName is not null))
        {
            byRelationship[field.RelationshipName!] = field;
        }

        IsDeletedSlot = SlotOf("IsDeleted");
        CreatedDateSlot = SlotOf("CreatedDate");
        CreatedBySlot = SlotOf("CreatedById");
        LastModifiedDateSlot = SlotOf("LastModifiedDate");
        LastModifiedBySlot = SlotOf("LastModifiedById");
        SystemModstampSlot = SlotOf("SystemModstamp");
        OwnerSlot = SlotOf("OwnerId");
    }

    public string Name { get; }

    public string Label { get; }

    public string LabelPlural { get; }

    public string KeyPrefix { get; }

    public byte[] PrefixBytes { get; }

    /// <summary>Place among the org's objects; part of every stored record.</summary>
    public int Index { get; init; }

    public IReadOnlyList<FieldSchema> Fields { get; }

    public bool Writable { get; init; } = true;

    public bool Deletable { get; init; } = true;

    /// <summary>Only the tooling API queries it.</summary>
    public bool ToolingOnly { get; init; }

    /// <summary>Bulk API serves it.</summary>
    public bool BulkSupported { get; init; } = true;

    /// <summary>Objects on the documented PK-chunking list.</summary>
    public bool Activity { get; init; }

    public int IsDeletedSlot { get; }

    public int CreatedDateSlot { get; }

    public int CreatedBySlot { get; }

    public int LastModifiedDateSlot { get; }

    public int LastModifiedBySlot { get; }

    public int SystemModstampSlot { get; }

    public int OwnerSlot { get; }

    public FieldSchema? Find(string name) => byName.GetValueOrDefault(name);

    public FieldSchema? FindRelationship(string name) => byRelationship.GetValueOrDefault(name);

    public int SlotOf(string name) => byName.TryGetValue(name, out var field) ? field.Slot : -1;

    public FieldSchema this[string name] => byName[name];
}
