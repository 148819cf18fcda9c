using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataMigrator.Staging;

/// <summary>One field that differs, as call.changes keeps it: what the target holds, and what it would become. Null = empty.</summary>
/// <param name="CreateOnly">It stays as it is, unless the call is replaced; left out of the JSON if false.</param>
internal sealed record Difference(string Field, string? From, string? To, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool CreateOnly)
{
    /// <summary>What is kept of a long text: enough to see what changed.</summary>
    private const int Longest = 500;

    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static Difference Of(string field, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool createOnly) => new(field, Text(from), Text(to), createOnly);

    /// <summary>The JSON of call.changes; null if nothing differs.</summary>
    public static string? ToJson(IReadOnlyCollection<Difference> differences) => differences.Count == 0 ? null : JsonSerializer.Serialize(differences, Format);

    private static string? Text(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(value);
        return text.Length <= Longest ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest), "…");
    }
}
