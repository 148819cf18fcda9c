using System.Buffers;
using System.Text.Json;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Soql;

/// <summary><c>SELECT COUNT()</c>: a total without records.</summary>
internal sealed class CountResult(string sobject, int count) : IQueryResult
{
    public string SObject => sobject;

    public IReadOnlyList<string> Columns => [];

    public bool IsCountOnly => true;

    public int Count => count;

    public void WriteColumnMetadata(Utf8JsonWriter writer) => ColumnMetadata.Write(writer, []);

    public void WriteCsvRow(int index, IBufferWriter<byte> output, byte delimiter, bool crlf) => throw new InvalidOperationException("COUNT() has no rows.");

    public void WriteJsonRecord(int index, string apiVersion, Utf8JsonWriter writer) => throw new InvalidOperationException("COUNT() has no rows.");
}
