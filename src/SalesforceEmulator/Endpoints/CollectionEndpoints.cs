using System.Text.Json;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Endpoints;

/// <summary>Up to 200 records in one call; results in the order of the input.</summary>
internal static class CollectionEndpoints
{
    private const int Most = 200;
    private const int MostToRead = 2_000;

    public static void Map(Router router)
    {
        const string root = "services/data/{version}/composite/sobjects";
        router.Map("POST", root, Access.Api, call => SaveAsync(call, SaveOperation.Insert, null, null));
        router.Map("PATCH", root, Access.Api, call => SaveAsync(call, SaveOperation.Update, null, null));
        router.Map("DELETE", root, Access.Api, DeleteAsync);
        router.Map("PATCH", root + "/{object}/{field}", Access.Api, call => SaveAsync(call, SaveOperation.Upsert, call["object"], call["field"]));
        router.Map("GET", root + "/{object}", Access.Api, call => ReadAsync(call, Split(call.Query("ids")), Split(call.Query("fields"))));
        router.Map("POST", root + "/{object}", Access.Api, ReadByBodyAsync);
    }

    private static async Task SaveAsync(ApiCall call, SaveOperation operation, string? sobject, string? externalIdField)
    {
        using var body = await call.ReadJsonAsync();
        if (body.RootElement.ValueKind != JsonValueKind.Object || !body.RootElement.TryGetProperty("records", out var array) || array.ValueKind != JsonValueKind.Array)
        {
            throw new OrgRequestException(400, "JSON_PARSER_ERROR", "The body needs an array named records");
        }

        CheckCount(array.GetArrayLength(), Most);
        var allOrNone = body.RootElement.TryGetProperty("allOrNone", out var all) && all.ValueKind == JsonValueKind.True;
        var records = new List<(string Object, RecordInput Record)>();
        foreach (var record in array.EnumerateArray().Select(RecordInput.Read))
        {
            var type = record.Type ?? throw new OrgRequestException(400, "INVALID_INPUT", "Include an sObject type for each record.");
            if (record.Remove("id") is { } id)
            {
                record.Values["Id"] = id;
            }

            records.Add((call.Site.Schema.Require(sobject ?? type).Name, record));
        }

        await AnswerAsync(call, Save(call, operation, externalIdField, records, allOrNone), withCreated: operation == SaveOperation.Upsert);
    }

    private static Task DeleteAsync(ApiCall call)
    {
        var ids = Split(call.Query("ids"));
        CheckCount(ids.Length, Most);
        var allOrNone = string.Equals(call.Query("allOrNone"), "true", StringComparison.OrdinalIgnoreCase);
        var records = ids.Select(id => (ObjectOf(call, id), new RecordInput { Values = { ["Id"] = id } })).ToList();
        return AnswerAsync(call, Save(call, SaveOperation.Delete, null, records, allOrNone), withCreated: false);
    }

    /// <summary>Object by object. A request that is refused as a whole leaves nothing behind.</summary>
    private static SaveOutcome[] Save(ApiCall call, SaveOperation operation, string? externalIdField, List<(string Object, RecordInput Record)> records, bool allOrNone)
    {
        var outcomes = new SaveOutcome[records.Count];
        var transaction = call.Org.BeginTransaction(call.Exchange.Transaction);
        try
        {
            foreach (var group in records.Index().GroupBy(r => r.Item.Object, StringComparer.Ordinal))
            {
                var saved = RecordSaver.Save(call, group.Key, operation, externalIdField, [.. group.Select(r => r.Item.Record)], transaction);
                foreach (var ((index, _), outcome) in group.Zip(saved))
                {
                    outcomes[index] = outcome;
                }
            }
        }
        catch (OrgRequestException)
        {
            transaction.Undo();
            throw;
        }

        if (allOrNone)
        {
            transaction.IfAnyFailed(outcomes);
        }

        return outcomes;
    }

    private static async Task ReadByBodyAsync(ApiCall call)
    {
        using var body = await call.ReadJsonAsync();
        await ReadAsync(call, Strings(body.RootElement, "ids"), Strings(body.RootElement, "fields"));
    }

    private static Task ReadAsync(ApiCall call, string[] ids, string[] fields)
    {
        CheckCount(ids.Length, MostToRead);
        var found = RecordReader.Find(call.Org, call.Site.Schema.Require(call["object"]), "Id", ids, fields);
        var rows = RecordReader.Ids(found).Select((id, row) => (id, row)).ToDictionary(r => r.id, r => r.row, StringComparer.Ordinal);
        return call.JsonAsync(200, json =>
        {
            json.WriteStartArray();
            foreach (var id in ids)
            {
                if (rows.TryGetValue(WireId.Full(id), out var row))
                {
                    found.WriteJsonRecord(row, call.Version, json);
                }
                else
                {
                    json.WriteNullValue();
                }
            }

            json.WriteEndArray();
        });
    }

    /// <summary>Why a record was not saved, as collections and trees tell it.</summary>
    public static void WriteError(Utf8JsonWriter json, OrgError error)
    {
        json.WriteStartObject();
        json.WriteString("statusCode", error.StatusCode);
        json.WriteString("message", error.Message);
        json.WritePropertyName("fields");
        JsonSerializer.Serialize(json, error.Fields);
        json.WriteEndObject();
    }

    private static Task AnswerAsync(ApiCall call, SaveOutcome[] outcomes, bool withCreated) => call.JsonAsync(200, json =>
    {
        json.WriteStartArray();
        foreach (var outcome in outcomes)
        {
            json.WriteStartObject();
            if (outcome.Id is not null)
            {
                json.WriteString("id", outcome.Id);
            }

            json.WriteBoolean("success", outcome.Error is null);
            json.WriteStartArray("errors");
            if (outcome.Error is { } error)
            {
                WriteError(json, error);
            }

            json.WriteEndArray();
            if (withCreated && outcome.Error is null)
            {
                json.WriteBoolean("created", outcome.Created);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void CheckCount(int count, int most)
    {
        if (count == 0 || count > most)
        {
            throw new OrgRequestException(400, count == 0 ? "REQUIRED_FIELD_MISSING" : "EXCEEDED_ID_LIMIT", $"record limit reached. cannot submit more than {most} records in this call, and not none");
        }
    }

    private static string ObjectOf(ApiCall call, string id) =>
        call.Site.Schema.Names.FirstOrDefault(name => id.Length >= 15 && call.Site.Schema.Require(name).KeyPrefix is { Length: 3 } prefix && id.StartsWith(prefix, StringComparison.Ordinal))
            ?? throw new OrgRequestException(400, "MALFORMED_ID", $"malformed id {id}");

    private static string[] Split(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string[] Strings(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Array ? [.. array.EnumerateArray().Select(v => v.ToString())] : [];
}
