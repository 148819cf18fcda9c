using System.Text.Json;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Endpoints;

/// <summary>Several calls in one: <c>composite</c>, where later ones may use what earlier ones gave, and <c>composite/batch</c>, where they are independent.</summary>
internal sealed class CompositeEndpoints(Router router)
{
    private const int Most = 25;

    public void Map()
    {
        router.Map("POST", "services/data/{version}/composite", Access.Api, CompositeAsync);
        router.Map("POST", "services/data/{version}/composite/batch", Access.Api, BatchAsync);
    }

    private async Task CompositeAsync(ApiCall call)
    {
        using var body = await call.ReadJsonAsync();
        var requests = Array(body.RootElement, "compositeRequest");
        if (body.RootElement.TryGetProperty("allOrNone", out var all) && all.ValueKind == JsonValueKind.True)
        {
            throw new OrgRequestException(400, "NOT_EMULATED", "This org cannot take back the calls of a composite request; send allOrNone false, or use collections");
        }

        var answers = new List<(string Reference, SubAnswer Answer)>();
        var earlier = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var request in requests)
        {
            var reference = Text(request, "referenceId");
            SubAnswer answer;
            try
            {
                var url = References.Fill(Text(request, "url"), earlier, urlEncoded: true);
                var content = request.TryGetProperty("body", out var given) ? References.Fill(given.GetRawText(), earlier, urlEncoded: false) : null;
                answer = await SubRequest.SendAsync(call, router, Text(request, "method"), url, content);
            }
            catch (ReferenceException e)
            {
                answer = SubAnswer.Refusal(400, "PROCESSING_HALTED", e.Message);
            }

            earlier[reference] = answer.Body;
            answers.Add((reference, answer));
        }

        await call.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("compositeResponse");
            foreach (var (reference, answer) in answers)
            {
                json.WriteStartObject();
                WriteBody(json, "body", answer);
                json.WriteStartObject("httpHeaders");
                json.WriteEndObject();
                json.WriteNumber("httpStatusCode", answer.Status);
                json.WriteString("referenceId", reference);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private async Task BatchAsync(ApiCall call)
    {
        using var body = await call.ReadJsonAsync();
        var halt = body.RootElement.TryGetProperty("haltOnError", out var on) && on.ValueKind == JsonValueKind.True;
        var answers = new List<SubAnswer>();
        foreach (var request in Array(body.RootElement, "batchRequests"))
        {
            var content = request.TryGetProperty("richInput", out var given) ? given.GetRawText() : null;
            answers.Add(halt && answers.Exists(a => a.Status >= 400)
                ? SubAnswer.Refusal(412, "BATCH_PROCESSING_HALTED", "Batch processing halted per request")
                : await SubRequest.SendAsync(call, router, Text(request, "method"), "/services/data/" + Text(request, "url").TrimStart('/'), content));
        }

        await call.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("hasErrors", answers.Exists(a => a.Status >= 400));
            json.WriteStartArray("results");
            foreach (var answer in answers)
            {
                json.WriteStartObject();
                json.WriteNumber("statusCode", answer.Status);
                WriteBody(json, "result", answer);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void WriteBody(Utf8JsonWriter json, string name, SubAnswer answer)
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

    private static List<JsonElement> Array(JsonElement body, string name)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty(name, out var array) || array.ValueKind != JsonValueKind.Array)
        {
            throw new OrgRequestException(400, "JSON_PARSER_ERROR", $"The body needs an array named {name}");
        }

        return array.GetArrayLength() is > 0 and <= Most
            ? [.. array.EnumerateArray()]
            : throw new OrgRequestException(400, "LIMIT_EXCEEDED", $"There may be 1 to {Most} subrequests");
    }

    private static string Text(JsonElement request, string name) =>
        request.ValueKind == JsonValueKind.Object && request.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new OrgRequestException(400, "JSON_PARSER_ERROR", $"A subrequest needs {name}");
}
