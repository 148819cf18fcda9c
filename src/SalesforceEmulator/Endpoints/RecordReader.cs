using System.Buffers;
using System.Text.Json;
using SalesforceEmulator.Org;
using SalesforceEmulator.Soql;

namespace SalesforceEmulator.Endpoints;

/// <summary>Reads records by key. Archived records are found, deleted ones are not.</summary>
internal static class RecordReader
{
    public static IQueryResult Find(IOrg org, KnownObject schema, string keyField, IReadOnlyList<string> keys, IReadOnlyList<string> fields)
    {
        var columns = new List<string> { "Id" };
        if (fields.FirstOrDefault(f => !f.Contains('.', StringComparison.Ordinal) && !schema.Fields.Contains(f, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new OrgRequestException(400, "INVALID_FIELD", $"No such column '{unknown}' on sobject of type {schema.Name}");
        }

        columns.AddRange(fields.Where(f => !f.Equals("Id", StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase));
        var values = string.Join(',', keys.Select(SoqlText.Quoted));
        var alive = schema.HasIsDeleted ? " AND IsDeleted = false" : "";
        return org.Query($"SELECT {string.Join(',', columns)} FROM {schema.Name} WHERE {keyField} IN ({values}){alive}", QueryScope.RestAll);
    }

    /// <summary>Ids of a result that has them.</summary>
    public static IEnumerable<string> Ids(IQueryResult result) => Values(result, "Id");

    /// <summary>One field of all records, none of them null.</summary>
    public static IEnumerable<string> Values(IQueryResult result, string field)
    {
        var line = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(line);
        for (var i = 0; i < result.Count; i++)
        {
            line.ResetWrittenCount();
            json.Reset(line);
            result.WriteJsonRecord(i, "60.0", json);
            json.Flush();
            using var record = JsonDocument.Parse(line.WrittenMemory);
            yield return record.RootElement.GetProperty(field).GetString()!;
        }
    }
}
