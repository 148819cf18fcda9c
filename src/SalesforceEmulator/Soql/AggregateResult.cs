using System.Buffers;
using System.Text.Json;
using SalesforceEmulator.Org;
using SalesforceEmulator.Org.Schema;

namespace SalesforceEmulator.Soql;

/// <summary>Groups with their values.</summary>
internal sealed class AggregateResult(string sobject, IReadOnlyList<(string Name, string Label, FieldSchema Field, bool Aggregate)> columns, byte[][][] groups) : IQueryResult
{
    public string SObject => sobject;

    public IReadOnlyList<string> Columns { get; } = [.. columns.Select(c => c.Name)];

    public bool IsCountOnly => false;

    public int Count => groups.Length;

    public void WriteColumnMetadata(Utf8JsonWriter writer) => ColumnMetadata.Write(writer, columns.Select(c => (new[] { c.Name }, c.Label, c.Aggregate)));

    public void WriteCsvRow(int index, IBufferWriter<byte> output, byte delimiter, bool crlf)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (i > 0)
            {
                output.Write([delimiter]);
            }

            ValueWriter.Csv(groups[index][i], output);
        }

        output.Write(crlf ? "\r\n"u8 : "\n"u8);
    }

    public void WriteJsonRecord(int index, string apiVersion, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("attributes"u8);
        writer.WriteString("type"u8, "AggregateResult");
        writer.WriteEndObject();
        for (var i = 0; i < columns.Count; i++)
        {
            writer.WritePropertyName(columns[i].Name);
            ValueWriter.Json(groups[index][i], columns[i].Field.Type, writer);
        }

        writer.WriteEndObject();
    }
}
