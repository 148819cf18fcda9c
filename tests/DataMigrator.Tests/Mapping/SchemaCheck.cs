using System.Text.Json;
using System.Text.RegularExpressions;
using DataMigrator.Mapping.Format;

namespace DataMigrator.Tests.Mapping;

/// <summary>As much of JSON Schema (draft 2020-12) as mapping.schema.json uses, on YAML nodes; unknown keywords are refused, so that none goes unchecked.</summary>
internal sealed class SchemaCheck(JsonElement root)
{
    private static readonly string[] Silent = ["description", "title", "$schema", "$defs"];

    /// <summary>Paths with what is wrong there; empty if the document is valid.</summary>
    public List<string> Check(YamlNode node) => Check(node, root, "$");

    private List<string> Check(YamlNode node, JsonElement schema, string path)
    {
        var problems = new List<string>();
        foreach (var keyword in schema.EnumerateObject())
        {
            var value = keyword.Value;
            switch (keyword.Name)
            {
                case "$ref":
                    problems.AddRange(Check(node, root.GetProperty("$defs").GetProperty(value.GetString()!["#/$defs/".Length..]), path));
                    break;
                case "anyOf":
                    var tries = value.EnumerateArray().Select(s => Check(node, s, path)).ToList();
                    problems.AddRange(tries.Any(t => t.Count == 0) ? [] : tries.MinBy(t => t.Count)!);
                    break;
                case "type":
                    var types = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(t => t.GetString()!) : [value.GetString()!];
                    problems.AddRange(types.Any(t => Is(node, t)) ? [] : [$"{path}: {node.Describe()} is not {value}"]);
                    break;
                case "enum":
                    problems.AddRange(value.EnumerateArray().Any(v => v.ValueKind == JsonValueKind.Null ? node.IsNull : node.IsScalar && node.Text == v.ToString().Replace("True", "true", StringComparison.Ordinal).Replace("False", "false", StringComparison.Ordinal)) ? [] : [$"{path}: {node.Describe()} is none of {value}"]);
                    break;
                case "pattern":
                    problems.AddRange(!node.IsScalar || Regex.IsMatch(node.Text, value.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)) ? [] : [$"{path}: {node.Describe()} doesn't match {value}"]);
                    break;
                case "items":
                    problems.AddRange(node.Items.SelectMany((item, i) => Check(item, value, $"{path}[{i}]")));
                    break;
                case "minItems":
                    problems.AddRange(node.Kind != YamlKind.Sequence || node.Items.Count >= value.GetInt32() ? [] : [$"{path}: fewer than {value} items"]);
                    break;
                case "required":
                    problems.AddRange(node.Kind != YamlKind.Mapping ? [] : value.EnumerateArray().Where(r => node[r.GetString()!] is null).Select(r => $"{path}: {r} is missing"));
                    break;
                case "properties" or "additionalProperties":
                    problems.AddRange(keyword.Name == "properties" ? Properties(node, schema, path) : []);
                    break;
                default:
                    if (!Silent.Contains(keyword.Name, StringComparer.Ordinal))
                    {
                        throw new NotSupportedException($"{keyword.Name} at {path}");
                    }

                    break;
            }
        }

        return schema.TryGetProperty("additionalProperties", out _) && !schema.TryGetProperty("properties", out _) ? [.. problems, .. Properties(node, schema, path)] : problems;
    }

    private IEnumerable<string> Properties(YamlNode node, JsonElement schema, string path)
    {
        var known = schema.TryGetProperty("properties", out var properties);
        var extra = schema.TryGetProperty("additionalProperties", out var additional) ? additional : default;
        foreach (var entry in node.Entries)
        {
            if (known && properties.TryGetProperty(entry.Key.Text, out var property))
            {
                foreach (var problem in Check(entry.Value, property, $"{path}.{entry.Key.Text}"))
                {
                    yield return problem;
                }
            }
            else if (extra.ValueKind == JsonValueKind.False)
            {
                yield return $"{path}: {entry.Key.Text} is not allowed (line {entry.Key.Line})";
            }
            else if (extra.ValueKind == JsonValueKind.Object)
            {
                foreach (var problem in Check(entry.Value, extra, $"{path}.{entry.Key.Text}"))
                {
                    yield return problem;
                }
            }
        }
    }

    private static bool Is(YamlNode node, string type) => type switch
    {
        "object" => node.Kind == YamlKind.Mapping,
        "array" => node.Kind == YamlKind.Sequence,
        "null" => node.IsNull,
        "string" => node.IsScalar,
        "number" => node.IsScalar && double.TryParse(node.Text, System.Globalization.CultureInfo.InvariantCulture, out _),
        "integer" => node.IsScalar && long.TryParse(node.Text, out _),
        "boolean" => node.IsScalar && node.Text is "true" or "false",
        _ => throw new NotSupportedException(type),
    };
}
