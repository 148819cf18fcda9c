using System.Globalization;
using System.Text.Json;

namespace Salesforce.Force.Http;

/// <summary>Reads what servers write, liberally: missing keys, nulls, numbers or booleans given as strings, and what is no object has no keys.</summary>
internal static class JsonEdge
{
    public static string? Text(this JsonElement element, string name) => element.Value(name) is { } value
        ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        }
        : null;

    public static long Long(this JsonElement element, string name) => element.NullableLong(name) ?? 0;

    public static long? NullableLong(this JsonElement element, string name) =>
        decimal.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? (long)Math.Clamp(number, long.MinValue, long.MaxValue)
            : null;

    public static int Int(this JsonElement element, string name) => (int)Math.Clamp(element.Long(name), int.MinValue, int.MaxValue);

    public static bool Flag(this JsonElement element, string name) => element.NullableFlag(name) ?? false;

    public static bool? NullableFlag(this JsonElement element, string name) => bool.TryParse(element.Text(name), out var flag) ? flag : null;

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Value(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    public static IReadOnlyList<string> Texts(this JsonElement element, string name) =>
        [.. element.Items(name).Where(i => i.ValueKind == JsonValueKind.String).Select(i => i.GetString()!)];

    private static JsonElement? Value(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;
}
