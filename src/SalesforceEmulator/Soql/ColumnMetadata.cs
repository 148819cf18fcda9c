using System.Text.Json;

namespace SalesforceEmulator.Soql;

/// <summary>The <c>columnMetadata</c> answer: parents, and children, which are aggregates, hold their columns in <c>joinColumns</c>.</summary>
internal static class ColumnMetadata
{
    public static void Write(Utf8JsonWriter writer, IEnumerable<(string[] Names, string Label, bool Aggregate)> columns) => WriteLevel(writer, [.. columns], 0);

    private static void WriteLevel(Utf8JsonWriter writer, List<(string[] Names, string Label, bool Aggregate)> columns, int depth)
    {
        writer.WriteStartArray();
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (names, label, aggregate) in columns)
        {
            var name = names[depth];
            var isLeaf = names.Length == depth + 1;
            if (!isLeaf && !written.Add(name))
            {
                continue;
            }

            writer.WriteStartObject();
            writer.WriteBoolean("aggregate"u8, aggregate && depth == 0);
            writer.WriteString("columnName"u8, name);
            writer.WriteString("displayName"u8, name);
            if (isLeaf)
            {
                writer.WriteString("label"u8, label);
            }

            writer.WritePropertyName("joinColumns"u8);
            WriteLevel(writer, isLeaf ? [] : columns.FindAll(c => c.Names.Length > depth + 1 && c.Names[depth] == name), depth + 1);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
