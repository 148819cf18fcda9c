using System.Globalization;
using System.Text;
using System.Text.Json;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Endpoints;

/// <summary>A record of a JSON body as columns and values, the way the org saves rows.</summary>
internal sealed class RecordInput
{
    private const string Null = "#N/A";

    public string? Type { get; private init; }

    public Dictionary<string, string> Values { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="OrgRequestException">Not an object, or a value that no field can take.</exception>
    public static RecordInput Read(JsonElement record)
    {
        if (record.ValueKind != JsonValueKind.Object)
        {
            throw new OrgRequestException(400, "JSON_PARSER_ERROR", "A record has to be a JSON object");
        }

        var input = new RecordInput { Type = TypeOf(record) };
        foreach (var property in record.EnumerateObject())
        {
            if (property.NameEquals("attributes"))
            {
                continue;
            }

            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                input.AddReference(property.Name, property.Value);
            }
            else
            {
                input.Values[property.Name] = Text(property.Name, property.Value);
            }
        }

        return input;
    }

    public string? Remove(string name) => Values.Remove(name, out var value) ? value : null;

    /// <summary>The values in the order of the columns; a column that this record lacks is left alone.</summary>
    public void CopyTo(IReadOnlyList<string> columns, RowBuffer row)
    {
        row.Clear();
        Span<byte> small = stackalloc byte[512];
        foreach (var column in columns)
        {
            var text = Values.GetValueOrDefault(column, "");
            var longest = Encoding.UTF8.GetMaxByteCount(text.Length);
            var bytes = longest <= small.Length ? small : new byte[longest];
            row.Add(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }
    }

    /// <summary><c>"Owner":{"attributes":{"type":"User"},"Email":"x"}</c> names a parent by one of its keys.</summary>
    private void AddReference(string relationship, JsonElement parent)
    {
        var prefix = TypeOf(parent) is { } type ? type + ":" : "";
        foreach (var key in parent.EnumerateObject())
        {
            if (!key.NameEquals("attributes"))
            {
                Values[$"{prefix}{relationship}.{key.Name}"] = Text(key.Name, key.Value);
            }
        }
    }

    private static string? TypeOf(JsonElement record) =>
        record.TryGetProperty("attributes", out var attributes) && attributes.ValueKind == JsonValueKind.Object && attributes.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()
            : null;

    private static string Text(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : Null,
        JsonValueKind.Null => Null,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => value.GetRawText(),
        _ => throw new OrgRequestException(400, "JSON_PARSER_ERROR", string.Create(CultureInfo.InvariantCulture, $"Cannot deserialize a value of field {name} from an array")),
    };
}
