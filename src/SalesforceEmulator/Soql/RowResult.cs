using System.Buffers;
using System.Text.Json;
using SalesforceEmulator.Org;
using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Soql;

/// <summary>Rows of one object; addresses of immutable versions.</summary>
internal sealed class RowResult(OrgData data, ObjectSchema schema, IReadOnlyList<Column> columns, AddressBuffer rows, IReadOnlyList<NestedValue> nested) : IQueryResult
{
    private readonly JsonShape shape = JsonShape.Of(columns, nested);
    private SegmentTrail trail = new(data.Log);
    private readonly string[] paths = [.. columns.Select(c => c.Path)];

    public string SObject => schema.Name;

    public IReadOnlyList<string> Columns => paths;

    public bool IsCountOnly => false;

    public int Count => rows.Count;

    public void WriteColumnMetadata(Utf8JsonWriter writer) => ColumnMetadata.Write(
        writer,
        columns.Select(c => (c.Names, c.Field.Label, Aggregate: false))
            .Concat(nested.SelectMany(n => n.IsList ? n.Columns.Select(names => ((string[])[n.Name, .. names], names[^1], true)) : [([n.Name], n.Name, false)])));

    public void WriteCsvRow(int index, IBufferWriter<byte> output, byte delimiter, bool crlf)
    {
        var row = Row(index);
        Span<byte> scratch = stackalloc byte[ValueSource.ScratchBytes];
        for (var i = 0; i < columns.Count; i++)
        {
            if (i > 0)
            {
                output.Write([delimiter]);
            }

            ValueWriter.Csv(columns[i].Source.Read(row, scratch), output);
        }

        output.Write(crlf ? "\r\n"u8 : "\n"u8);
    }

    public void WriteJsonRecord(int index, string apiVersion, Utf8JsonWriter writer) => shape.Write(data, Row(index), apiVersion, writer);

    private RowView Row(int index)
    {
        ObjectDisposedException.ThrowIf(data.Log.IsDisposed, this);
        var address = rows[index];
        trail.Touch(address);
        return data.Log.Read(address);
    }
}
