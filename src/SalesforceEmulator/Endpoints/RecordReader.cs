using System.Buffers;
using System.Text.Json;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Endpoints;

/// <summary>Reads records by key. Archived records are found, deleted ones are not.</summary>
internal static class RecordReader
{
    public static IQueryResult Find(IOrg org, KnownObject schema, string keyField, IReadOnlyList<string> keys, IEnumerable<string> fields)
    {
        var columns = new List<string> { "Id" };
        columns.AddRange(fields.Where(f => !f.Equals("Id", StringComparison.OrdinalIgnoreCase)));
        var values = string.Join(',', keys.Select(k => $"'{Escape(k)}'"));
        var alive = schema.HasIsDeleted ? " AND IsDeleted = false" : "";
        return org.Query($"SELECT {string.Join(',', columns)} FROM {schema.Name} WHERE {keyField} IN ({values}){alive}", QueryScope.RestAll);
    }

    /// <summary>Ids of a result whose first column is Id.</summary>
    public static IEnumerable<string> Ids(IQueryResult result)
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
            yield return record.RootElement.GetProperty("Id").GetString()!;
        }
    }

    private static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
}
