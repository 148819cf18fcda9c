using System.Text.Json;
using SalesforceEmulator.Org;
using SalesforceEmulator.Org.Saving;

namespace SalesforceEmulator.Endpoints;

/// <summary>Subrequests one after the other, where later ones may use what earlier ones gave.</summary>
internal static class CompositeRun
{
    private const string Halted = "PROCESSING_HALTED";

    /// <summary>With a transaction one failure takes back all, and the other answers say so.</summary>
    public static async Task<List<(string Reference, SubAnswer Answer)>> SendAsync(ApiCall call, Router router, IEnumerable<JsonElement> requests, Rollback? transaction)
    {
        // All are read before the first is sent: one that can't be read spoils the request before anything is saved.
        var parts = requests.Select(r => (Reference: Text(r, "referenceId"), Method: Text(r, "method"), Url: Text(r, "url"), Body: r.TryGetProperty("body", out var body) ? body.GetRawText() : null)).ToList();
        if (parts.GroupBy(p => p.Reference, StringComparer.Ordinal).FirstOrDefault(g => g.Skip(1).Any()) is { } twice)
        {
            throw new OrgRequestException(400, "INVALID_INPUT", $"Duplicate ReferenceId provided : {twice.Key}");
        }

        var answers = new List<(string Reference, SubAnswer Answer)>();
        var earlier = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (reference, method, url, body) in parts)
        {
            var answer = await OneAsync(call, router, method, url, body, earlier, transaction);
            earlier[reference] = answer.Body;
            answers.Add((reference, answer));
        }

        if (transaction is not null && answers.Exists(a => a.Answer.Status >= 400))
        {
            transaction.Undo();
            return [.. answers.Select(a => a.Answer.Status >= 400
                ? a
                : (a.Reference, SubAnswer.Refusal(400, Halted, "The transaction was rolled back since another operation in the same transaction failed.")))];
        }

        return answers;
    }

    public static void Write(Utf8JsonWriter json, IReadOnlyList<(string Reference, SubAnswer Answer)> answers)
    {
        json.WriteStartArray("compositeResponse");
        foreach (var (reference, answer) in answers)
        {
            json.WriteStartObject();
            WriteBody(json, "body", answer);
            json.WriteStartObject("httpHeaders");
            if (answer.Location is { Length: > 0 } location)
            {
                json.WriteString("Location", location);
            }

            json.WriteEndObject();
            json.WriteNumber("httpStatusCode", answer.Status);
            json.WriteString("referenceId", reference);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteBody(Utf8JsonWriter json, string name, SubAnswer answer)
    {
        json.WritePropertyName(name);
        if (answer.Body.ValueKind == JsonValueKind.Undefined)
        {
            json.WriteNullValue();
        }
        else
        {
            answer.Body.WriteTo(json);
        }
    }

    public static IReadOnlyList<JsonElement> Array(JsonElement body, string name, int most)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty(name, out var array) || array.ValueKind != JsonValueKind.Array)
        {
            throw new OrgRequestException(400, "JSON_PARSER_ERROR", $"The body needs an array named {name}");
        }

        return array.GetArrayLength() > 0 && array.GetArrayLength() <= most
            ? [.. array.EnumerateArray()]
            : throw new OrgRequestException(400, "LIMIT_EXCEEDED", $"{name} may hold 1 to {most}");
    }

    public static string Text(JsonElement request, string name) =>
        request.ValueKind == JsonValueKind.Object && request.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new OrgRequestException(400, "JSON_PARSER_ERROR", $"A subrequest needs {name}");

    public static bool IsTrue(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static async Task<SubAnswer> OneAsync(ApiCall call, Router router, string method, string url, string? body, Dictionary<string, JsonElement> earlier, Rollback? transaction)
    {
        try
        {
            var filled = body is null ? null : References.Fill(body, earlier, urlEncoded: false);
            return await SubRequest.SendAsync(call, router, method, References.Fill(url, earlier, urlEncoded: true), filled, transaction);
        }
        catch (ReferenceException e)
        {
            return SubAnswer.Refusal(400, Halted, e.Message);
        }
    }
}
