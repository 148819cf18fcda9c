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
        var records = array.EnumerateArray().Select(RecordInput.Read).ToList();
        var allOrNone = body.RootElement.TryGetProperty("allOrNone", out var all) && all.ValueKind == JsonValueKind.True;
        foreach (var record in records)
        {
            if (record.Type is null)
            {
                throw new OrgRequestException(400, "INVALID_INPUT", "Include an sObject type for each record.");
            }

            if (record.Remove("id") is { } id)
            {
                record.Values["Id"] = id;
            }
        }

        var outcomes = new SaveOutcome[records.Count];
        foreach (var group in records.Select((record, index) => (record, index)).GroupBy(r => sobject ?? r.record.Type!, StringComparer.OrdinalIgnoreCase))
        {
            var saved = RecordSaver.Save(call, call.Site.Schema.Require(group.Key).Name, operation, externalIdField, [.. group.Select(r => r.record)], allOrNone);
            foreach (var ((_, index), outcome) in group.Zip(saved))
            {
                outcomes[index] = outcome;
            }
        }

        await AnswerAsync(call, outcomes, withCreated: operation == SaveOperation.Upsert);
    }

    private static Task DeleteAsync(ApiCall call)
    {
        var ids = Split(call.Query("ids"));
        CheckCount(ids.Length, Most);
        var allOrNone = string.Equals(call.Query("allOrNone"), "true", StringComparison.OrdinalIgnoreCase);
        var outcomes = new SaveOutcome[ids.Length];
        foreach (var group in ids.Select((id, index) => (id, index)).GroupBy(i => ObjectOf(call, i.id), StringComparer.Ordinal))
        {
            RecordInput[] records = [.. group.Select(i => new RecordInput { Values = { ["Id"] = i.id } })];
            foreach (var ((_, index), outcome) in group.Zip(RecordSaver.Save(call, group.Key, SaveOperation.Delete, null, records, allOrNone)))
            {
                outcomes[index] = outcome;
            }
        }

        return AnswerAsync(call, outcomes, withCreated: false);
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
                if (rows.TryGetValue(id.Length == 15 ? WireId.With18(id) : id, out var row))
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
