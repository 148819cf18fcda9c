using System.Text.Json;
using System.Text.RegularExpressions;

namespace DataMigrator.Tests.Reporting;

/// <summary>The part of JSON Schema 2020-12 that our schema uses. A keyword that it does not know is an error, so that nothing is passed over.</summary>
internal sealed class SchemaValidator(JsonElement root)
{
    private static readonly HashSet<string> Remarks = ["$schema", "$id", "$defs", "title", "description"];

    public List<string> Complaints { get; } = [];

    public void Check(JsonElement value) => Check(root, value, "");

    private void Check(JsonElement schema, JsonElement value, string at)
    {
        foreach (var keyword in schema.EnumerateObject().Where(k => !Remarks.Contains(k.Name)))
        {
            var k = keyword.Value;
            var valid = keyword.Name switch
            {
                "$ref" => Follow(k, value, at),
                "type" => IsType(value, k.GetString()!),
                "enum" => k.EnumerateArray().Any(e => JsonElement.DeepEquals(e, value)),
                "const" => JsonElement.DeepEquals(k, value),
                "minimum" => value.GetDouble() >= k.GetDouble(),
                "minLength" => value.GetString()!.Length >= k.GetInt32(),
                "minItems" => value.GetArrayLength() >= k.GetInt32(),
                "pattern" => Regex.IsMatch(value.GetString()!, k.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(5)),
                "required" => k.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
                "properties" => Properties(k, value, at),
                "items" => Items(k, value, at),
                "additionalProperties" => value.EnumerateObject().All(p => schema.GetProperty("properties").TryGetProperty(p.Name, out _)),
                var unknown => throw new NotSupportedException($"The validator does not know '{unknown}'."),
            };
            if (!valid)
            {
                Complaints.Add($"{at}: {keyword.Name}");
            }
        }
    }

    private bool Follow(JsonElement reference, JsonElement value, string at)
    {
        Check(root.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]), value, at);
        return true;
    }

    private bool Properties(JsonElement properties, JsonElement value, string at)
    {
        foreach (var property in properties.EnumerateObject())
        {
            if (value.TryGetProperty(property.Name, out var found))
            {
                Check(property.Value, found, $"{at}/{property.Name}");
            }
        }

        return true;
    }

    private bool Items(JsonElement schema, JsonElement value, string at)
    {
        foreach (var item in value.EnumerateArray())
        {
            Check(schema, item, at + "[]");
        }

        return true;
    }

    private static bool IsType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new NotSupportedException(type),
    };
}
