using System.Text.Json;
using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Soql;

/// <summary>A selected value that is a record or a list of records of its own.</summary>
internal abstract class NestedValue(string name, IReadOnlyList<string[]> columns, bool isList)
{
    /// <summary>The relationship.</summary>
    public string Name => name;

    /// <summary>Names along the paths of its columns.</summary>
    public IReadOnlyList<string[]> Columns => columns;

    public bool IsList => isList;

    public abstract void Write(RowView row, string apiVersion, Utf8JsonWriter writer);
}

/// <summary>The answer of a parent-to-child query: the children of each parent, as they were when the query ran.</summary>
internal sealed class ChildRecords(OrgData data, string name, IReadOnlyList<Column> columns, JsonShape shape, IReadOnlyDictionary<string, List<uint>> children)
    : NestedValue(name, [.. columns.Select(c => c.Names)], isList: true)
{
    public override void Write(RowView row, string apiVersion, Utf8JsonWriter writer)
    {
        if (!children.TryGetValue(SalesforceId.ToText(row[0]), out var own))
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumber("totalSize"u8, own.Count);
        writer.WriteBoolean("done"u8, value: true);
        writer.WriteStartArray("records"u8);
        foreach (var address in own)
        {
            shape.Write(data, data.Log.Read(address), apiVersion, writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

/// <summary>TYPEOF: the fields of a polymorphic parent by the object that it is of; null where there is none or no branch for it.</summary>
/// <param name="branches">By object.</param>
/// <param name="otherwise">ELSE: fields of Salesforce's Name object, read along the same lookup.</param>
internal sealed class TypeofRecord(OrgData data, ParentHop hop, IReadOnlyDictionary<ObjectSchema, JsonShape> branches, JsonShape? otherwise)
    : NestedValue(hop.Reference.RelationshipName!, [], isList: false)
{
    public override void Write(RowView row, string apiVersion, Utf8JsonWriter writer)
    {
        var parent = hop.Follow(row);
        if (parent.Exists && branches.TryGetValue(data.Schema.Objects[parent.ObjectIndex], out var shape))
        {
            shape.Write(data, parent, apiVersion, writer);
        }
        else if (parent.Exists && otherwise is not null)
        {
            otherwise.WriteParent(data, row, parent, apiVersion, writer);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
