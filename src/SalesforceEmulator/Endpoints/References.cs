using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SalesforceEmulator.Endpoints;

/// <summary>A reference that leads nowhere.</summary>
internal sealed class ReferenceException(string message) : Exception(message);

/// <summary>Puts earlier results in the place of <c>@{name.path[0].field}</c>.</summary>
internal static partial class References
{
    public static string Fill(string text, IReadOnlyDictionary<string, JsonElement> earlier, bool urlEncoded) => Reference().Replace(text, match =>
    {
        var value = Resolve(match, earlier);
        return urlEncoded ? Uri.EscapeDataString(value) : JsonEncodedText.Encode(value).ToString();
    });

    private static string Resolve(Match match, IReadOnlyDictionary<string, JsonElement> earlier)
    {
        var steps = match.Groups["path"].Value.Split('.', '[');
        if (!earlier.TryGetValue(steps[0], out var at))
        {
            throw Nowhere(match);
        }

        foreach (var step in steps.Skip(1))
        {
            at = step.EndsWith(']')
                ? at.ValueKind == JsonValueKind.Array && int.TryParse(step[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < at.GetArrayLength() ? at[index] : throw Nowhere(match)
                : at.ValueKind == JsonValueKind.Object && at.TryGetProperty(step, out var member) ? member : throw Nowhere(match);
        }

        return at.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? at.ToString() : throw Nowhere(match);
    }

    private static ReferenceException Nowhere(Match match) => new($"Invalid reference specified. No value for {match.Groups["path"].Value} found");

    [GeneratedRegex(@"@\{(?<path>[A-Za-z0-9_.\[\]]+)\}", RegexOptions.None, 1000)]
    private static partial Regex Reference();
}
