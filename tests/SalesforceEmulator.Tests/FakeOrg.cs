using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Tests;

/// <summary>A handful of text-only objects in memory; enough to drive the wire.</summary>
internal sealed partial class FakeOrg(int tasks) : IOrg
{
    private static readonly Dictionary<string, (string Prefix, string[] Fields)> Objects = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Task"] = ("00T", ["Id", "Subject", "IsDeleted"]),
        ["User"] = ("005", ["Id", "Username", "Name", "FirstName", "LastName", "Email", "TimeZoneSidKey", "LocaleSidKey", "IsActive"]),
        ["VoiceCall"] = ("0LQ", ["Id", "FromPhoneNumber", "ToPhoneNumber", "SourceTaskId__c", "IsDeleted"]),
    };

    private readonly Lock gate = new();
    private readonly Dictionary<string, List<Dictionary<string, string>>> rows = Seed(tasks);

    public string OrganizationId => "00D000000000001EAA";

    public string IntegrationUserId => "005000000000001AAA";

    public string IntegrationUsername => "integration@example.com";

    public DateTimeOffset DescribeLastModified => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public bool TryWriteDescribe(string sobject, string apiVersion, Utf8JsonWriter writer)
    {
        if (!Objects.TryGetValue(sobject, out var found))
        {
            return false;
        }

        writer.WriteStartObject();
        writer.WriteString("name", sobject);
        writer.WriteString("keyPrefix", found.Prefix);
        writer.WriteStartArray("fields");
        foreach (var field in found.Fields)
        {
            writer.WriteStartObject();
            writer.WriteString("name", field);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        return true;
    }

    public void WriteDescribeGlobal(string apiVersion, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("sobjects");
        foreach (var name in Objects.Keys)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public IQueryResult Query(string soql, QueryScope scope)
    {
        var match = Soql().Match(soql);
        if (!match.Success || !Objects.ContainsKey(match.Groups["o"].Value))
        {
            throw new OrgRequestException(400, "MALFORMED_QUERY", "unexpected token");
        }

        lock (gate)
        {
            IEnumerable<Dictionary<string, string>> found = rows[match.Groups["o"].Value];
            if (match.Groups["f"] is { Success: true } field)
            {
                var values = match.Groups["v"].Value.Trim('(', ')').Split(',').Select(v => v.Trim().Trim('\'')).ToHashSet();
                found = found.Where(r => values.Contains(r.GetValueOrDefault(field.Value, "")));
            }

            var columns = match.Groups["c"].Value.Split(',', StringSplitOptions.TrimEntries);
            return new Result(match.Groups["o"].Value, columns, [.. found.Select(r => new Dictionary<string, string>(r))]);
        }
    }

    public ISaveBinding Bind(string sobject, SaveOperation operation, string? externalIdFieldName, IReadOnlyList<string> columns)
    {
        var unknown = columns.FirstOrDefault(c => !Objects[sobject].Fields.Contains(c));
        return unknown is null
            ? new Binding(this, sobject, operation, externalIdFieldName ?? "Id", columns)
            : throw new OrgRequestException(400, "INVALID_FIELD", $"InvalidBatch : Field name not found : {unknown}");
    }

    public void Dispose()
    {
    }

    private static Dictionary<string, List<Dictionary<string, string>>> Seed(int tasks) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Task"] = [.. Enumerable.Range(0, tasks).Select(i => new Dictionary<string, string> { ["Id"] = $"00T{i:D12}AAA", ["Subject"] = $"Call \"{i}\"", ["IsDeleted"] = "false" })],
        ["User"] = [new() { ["Id"] = "005000000000001AAA", ["Username"] = "integration@example.com", ["Name"] = "Integration", ["IsActive"] = "true" }],
        ["VoiceCall"] = [],
    };

    [GeneratedRegex(@"^SELECT (?<c>.+?) FROM (?<o>\w+)(?: WHERE (?<f>\w+) (?:=|IN) (?<v>'[^']*'|\([^)]*\)).*)?", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Soql();

    private sealed class Result(string sobject, string[] columns, List<Dictionary<string, string>> rows) : IQueryResult
    {
        public string SObject => sobject;

        public IReadOnlyList<string> Columns => columns;

        public bool IsCountOnly => columns[0] == "COUNT()";

        public int Count => rows.Count;

        public void WriteColumnMetadata(Utf8JsonWriter writer)
        {
            writer.WriteStartArray();
            writer.WriteEndArray();
        }

        public void WriteCsvRow(int index, IBufferWriter<byte> output, byte delimiter, bool crlf)
        {
            var values = columns.Select(c => '"' + rows[index].GetValueOrDefault(c, "").Replace("\"", "\"\"") + '"');
            output.Write(Encoding.UTF8.GetBytes(string.Join((char)delimiter, values) + (crlf ? "\r\n" : "\n")));
        }

        public void WriteJsonRecord(int index, string apiVersion, Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            foreach (var column in columns)
            {
                if (column == "IsActive")
                {
                    writer.WriteBoolean(column, true);
                }
                else
                {
                    writer.WriteString(column, rows[index].GetValueOrDefault(column));
                }
            }

            writer.WriteEndObject();
        }
    }

    private sealed class Binding(FakeOrg org, string sobject, SaveOperation operation, string key, IReadOnlyList<string> columns) : ISaveBinding
    {
        public void SaveChunk(IReadOnlyList<RowBuffer> rows, SaveOutcome[] outcomes, bool allOrNone = false)
        {
            lock (org.gate)
            {
                var table = org.rows[sobject];
                for (var i = 0; i < rows.Count; i++)
                {
                    var values = columns.Select((c, n) => (c, Encoding.UTF8.GetString(rows[i][n]))).ToDictionary(p => p.c, p => p.Item2);
                    var known = operation == SaveOperation.Insert ? null : table.Find(r => r.GetValueOrDefault(key) == values.GetValueOrDefault(key));
                    if (values.GetValueOrDefault("FromPhoneNumber") == "bad")
                    {
                        outcomes[i] = new SaveOutcome(null, false, new OrgError("STRING_TOO_LONG", "From: data value too large", ["FromPhoneNumber"]));
                    }
                    else if (known is null && operation is SaveOperation.Insert or SaveOperation.Upsert)
                    {
                        values["Id"] = $"{Objects[sobject].Prefix}{table.Count:D12}AAA";
                        table.Add(values);
                        outcomes[i] = new SaveOutcome(values["Id"], true, null);
                    }
                    else if (known is null)
                    {
                        outcomes[i] = new SaveOutcome(null, false, new OrgError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", []));
                    }
                    else
                    {
                        foreach (var (name, value) in values)
                        {
                            known[name] = value;
                        }

                        outcomes[i] = new SaveOutcome(known["Id"], false, null);
                    }
                }
            }
        }

        public void WriteNormalized(int column, ReadOnlySpan<byte> value, IBufferWriter<byte> output) => output.Write(value);
    }
}
