using System.Text;
using System.Text.Json;
using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Soql;

/// <summary>The tree of a JSON record: own values and parents, in the order in which they were selected.</summary>
internal sealed class JsonShape
{
    private readonly List<(JsonEncodedText Name, Column? Leaf, JsonShape? Parent)> members = [];
    private IReadOnlyList<NestedValue> nested = [];
    private ParentHop? hop;

    public static JsonShape Of(IReadOnlyList<Column> columns, params IReadOnlyList<NestedValue> nested)
    {
        var root = new JsonShape { nested = nested };
        foreach (var column in columns)
        {
            var node = root;
            for (var i = 0; i < column.Hops.Length; i++)
            {
                node = node.Child(column.Names[i], column.Hops[i]);
            }

            node.members.Add((JsonEncodedText.Encode(column.Names[^1]), column, null));
        }

        return root;
    }

    public void Write(OrgData data, RowView row, string apiVersion, Utf8JsonWriter writer) => Write(data, row, row, apiVersion, writer);

    /// <summary>Writes the one parent that all columns lead to.</summary>
    public void WriteParent(OrgData data, RowView row, RowView parent, string apiVersion, Utf8JsonWriter writer) => members[0].Parent!.Write(data, row, parent, apiVersion, writer);

    private JsonShape Child(string name, ParentHop step)
    {
        foreach (var (existing, _, parent) in members)
        {
            if (parent is not null && existing.Value == name)
            {
                return parent;
            }
        }

        var child = new JsonShape { hop = step };
        members.Add((JsonEncodedText.Encode(name), null, child));
        return child;
    }

    private void Write(OrgData data, RowView root, RowView own, string apiVersion, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        var schema = data.Schema.Objects[own.ObjectIndex];
        writer.WriteStartObject("attributes"u8);
        writer.WriteString("type"u8, schema.Name);
        writer.WriteString("url"u8, $"/services/data/v{apiVersion.TrimStart('v')}/sobjects/{schema.Name}/{Encoding.ASCII.GetString(own[0])}");
        writer.WriteEndObject();
        Span<byte> scratch = stackalloc byte[ValueSource.ScratchBytes];
        foreach (var (name, leaf, parent) in members)
        {
            writer.WritePropertyName(name);
            if (parent is null)
            {
                if (leaf!.Field.Type == FieldType.Address)
                {
                    WriteAddress(schema, leaf.Field, own, writer);
                }
                else
                {
                    ValueWriter.Json(leaf.Source.Read(root, scratch), leaf.Field.Type, writer);
                }
            }
            else if (parent.hop!.Follow(own) is { Exists: true } target)
            {
                parent.Write(data, root, target, apiVersion, writer);
            }
            else
            {
                writer.WriteNullValue();
            }
        }

        foreach (var value in nested)
        {
            writer.WritePropertyName(value.Name);
            value.Write(own, apiVersion, writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteAddress(ObjectSchema schema, FieldSchema compound, RowView row, Utf8JsonWriter writer)
    {
        var kind = compound.Name[..^"Address".Length];
        writer.WriteStartObject();
        foreach (var part in schema.Fields.Where(f => f.CompoundFieldName == compound.Name))
        {
            var name = part.Name[kind.Length..];
            writer.WritePropertyName(char.ToLowerInvariant(name[0]) + name[1..]);
            ValueWriter.Json(row[part.Slot], part.Type, writer);
        }

        writer.WriteEndObject();
    }
}
