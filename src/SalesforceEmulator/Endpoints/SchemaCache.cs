using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Endpoints;

/// <param name="Keys">External id and id lookup fields, case-insensitive.</param>
/// <param name="HasIsDeleted">Deleted records of it can be told from live ones.</param>
internal sealed record KnownObject(string Name, string KeyPrefix, IReadOnlyList<string> Fields, IReadOnlySet<string> Keys, bool HasIsDeleted);

/// <summary>Names of objects and fields, read once from describe.</summary>
internal sealed class SchemaCache(IOrg org)
{
    private const string AnyVersion = "60.0";
    private readonly ConcurrentDictionary<string, KnownObject> objects = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<string>? names;

    /// <exception cref="OrgRequestException">404: no such object.</exception>
    public KnownObject Require(string sobject)
    {
        if (objects.TryGetValue(sobject, out var known))
        {
            return known;
        }

        var body = new ArrayBufferWriter<byte>(64 * 1024);
        using (var writer = new Utf8JsonWriter(body))
        {
            if (!org.TryWriteDescribe(sobject, AnyVersion, writer))
            {
                throw new OrgRequestException(404, "NOT_FOUND", "The requested resource does not exist");
            }
        }

        using var describe = JsonDocument.Parse(body.WrittenMemory);
        var fields = describe.RootElement.GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("name").GetString()!).ToList();
        var schema = new KnownObject(
            describe.RootElement.GetProperty("name").GetString()!,
            describe.RootElement.TryGetProperty("keyPrefix", out var prefix) ? prefix.GetString() ?? "" : "",
            fields,
            describe.RootElement.GetProperty("fields").EnumerateArray()
                .Where(f => f.GetProperty("externalId").GetBoolean() || f.GetProperty("idLookup").GetBoolean())
                .Select(f => f.GetProperty("name").GetString()!).ToHashSet(StringComparer.OrdinalIgnoreCase),
            fields.Contains("IsDeleted", StringComparer.Ordinal));
        return objects.GetOrAdd(sobject, schema);
    }

    public IReadOnlyList<string> Names => names ??= ReadNames();

    /// <summary>The object's name as describe writes it; null if there is none of that name in whatever case.</summary>
    public string? NameOf(string sobject) => Names.FirstOrDefault(name => name.Equals(sobject, StringComparison.OrdinalIgnoreCase));

    private List<string> ReadNames()
    {
        var body = new ArrayBufferWriter<byte>(64 * 1024);
        using (var writer = new Utf8JsonWriter(body))
        {
            org.WriteDescribeGlobal(AnyVersion, writer);
        }

        using var describe = JsonDocument.Parse(body.WrittenMemory);
        return [.. describe.RootElement.GetProperty("sobjects").EnumerateArray().Select(o => o.GetProperty("name").GetString()!)];
    }
}
