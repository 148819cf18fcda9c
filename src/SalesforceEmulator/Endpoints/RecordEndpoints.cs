using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SalesforceEmulator.Org;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Endpoints;

/// <summary>One record at a time: read, create, update, delete, upsert by external id.</summary>
internal static partial class RecordEndpoints
{
    public static void Map(Router router)
    {
        router.Map("POST", "services/data/{version}/sobjects/{object}", Access.Api, CreateAsync);
        router.Map("GET", "services/data/{version}/sobjects/{object}/{id}", Access.Api, call => GetAsync(call, "Id", RecordId(call)));
        router.Map("PATCH", "services/data/{version}/sobjects/{object}/{id}", Access.Api, UpdateAsync);
        router.Map("DELETE", "services/data/{version}/sobjects/{object}/{id}", Access.Api, DeleteAsync);
        router.Map("GET", "services/data/{version}/sobjects/{object}/{field}/{value}", Access.Api, call => GetAsync(call, call["field"], call["value"]));
        router.Map("PATCH", "services/data/{version}/sobjects/{object}/{field}/{value}", Access.Api, UpsertAsync);
    }

    private static async Task GetAsync(ApiCall call, string keyField, string key)
    {
        var schema = call.Site.Schema.Require(call["object"]);
        var fields = call.Query("fields") is { Length: > 0 } asked ? asked.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : schema.Fields;
        if (!schema.Keys.Contains(keyField))
        {
            throw NoSuchKey(keyField);
        }

        if (keyField.Equals("Id", StringComparison.OrdinalIgnoreCase) && !SalesforceId.TryNormalize(Encoding.UTF8.GetBytes(key), new byte[SalesforceId.Length]))
        {
            throw NoSuchKey(key);
        }

        var found = RecordReader.Find(call.Org, schema, keyField, [key], fields);
        if (found.Count == 0)
        {
            throw new OrgRequestException(404, "NOT_FOUND", "The requested resource does not exist");
        }

        await call.JsonAsync(found.Count > 1 ? 300 : 200, json =>
        {
            if (found.Count == 1)
            {
                found.WriteJsonRecord(0, call.Version, json);
                return;
            }

            json.WriteStartArray();
            foreach (var id in RecordReader.Ids(found))
            {
                json.WriteStringValue($"{call.VersionPath}/sobjects/{schema.Name}/{id}");
            }

            json.WriteEndArray();
        });
    }

    private static async Task CreateAsync(ApiCall call)
    {
        using var body = await call.ReadJsonAsync();
        var outcome = Save(call, SaveOperation.Insert, null, RecordInput.Read(body.RootElement));
        await (outcome.Error is null ? CreatedAsync(call, 201, outcome) : RefuseAsync(call, outcome.Error));
    }

    private static async Task UpdateAsync(ApiCall call)
    {
        using var body = await call.ReadJsonAsync();
        var record = RecordInput.Read(body.RootElement);
        if (record.Values.ContainsKey("Id"))
        {
            throw new OrgRequestException(400, "INVALID_FIELD", "The Id field should not be specified in the sobject data.");
        }

        record.Values["Id"] = RecordId(call);
        var outcome = Save(call, SaveOperation.Update, null, record);
        await (outcome.Error is null ? call.EmptyAsync(204) : RefuseAsync(call, outcome.Error));
    }

    private static async Task DeleteAsync(ApiCall call)
    {
        var record = new RecordInput { Values = { ["Id"] = RecordId(call) } };
        var outcome = Save(call, SaveOperation.Delete, null, record);
        await (outcome.Error is null ? call.EmptyAsync(204) : RefuseAsync(call, outcome.Error));
    }

    private static async Task UpsertAsync(ApiCall call)
    {
        using var body = await call.ReadJsonAsync();
        var record = RecordInput.Read(body.RootElement);
        if (record.Values.ContainsKey(call["field"]))
        {
            throw new OrgRequestException(400, "INVALID_FIELD", $"The {call["field"]} field should not be specified in the sobject data.");
        }

        record.Values[call["field"]] = call["value"];
        var outcome = Save(call, SaveOperation.Upsert, call["field"], record);
        if (outcome.Error is { StatusCode: "DUPLICATE_EXTERNAL_ID" } several)
        {
            await call.JsonAsync(300, json =>
            {
                json.WriteStartArray();
                foreach (Match id in IdsInText().Matches(several.Message))
                {
                    json.WriteStringValue($"{call.VersionPath}/sobjects/{call["object"]}/{id.Value}");
                }

                json.WriteEndArray();
            });
            return;
        }

        await (outcome.Error is null ? CreatedAsync(call, outcome.Created ? 201 : 200, outcome, withCreated: true) : RefuseAsync(call, outcome.Error));
    }

    /// <summary>What can't be an id is taken for the name of an external id field, and there is none of that name.</summary>
    private static string RecordId(ApiCall call) => call["id"] is { Length: 15 or 18 } id ? id : throw NoSuchKey(call["id"]);

    private static OrgRequestException NoSuchKey(string name) => new(404, "NOT_FOUND", $"Provided external ID field does not exist or is not accessible: {name}");

    private static SaveOutcome Save(ApiCall call, SaveOperation operation, string? externalIdField, RecordInput record) =>
        RecordSaver.Save(call, call.Site.Schema.Require(call["object"]).Name, operation, externalIdField, [record])[0];

    private static Task CreatedAsync(ApiCall call, int status, SaveOutcome outcome, bool withCreated = false)
    {
        if (status == 201)
        {
            call.Http.Response.Headers.Location = $"{call.VersionPath}/sobjects/{call["object"]}/{outcome.Id}";
        }

        return call.JsonAsync(status, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", outcome.Id);
            json.WriteBoolean("success", true);
            json.WriteStartArray("errors");
            json.WriteEndArray();
            if (withCreated)
            {
                json.WriteBoolean("created", outcome.Created);
            }

            json.WriteEndObject();
        });
    }

    private static Task RefuseAsync(ApiCall call, OrgError error)
    {
        var status = error.StatusCode is "ENTITY_IS_DELETED" or "NOT_FOUND" || (error.StatusCode == "INVALID_CROSS_REFERENCE_KEY" && error.Fields.Count == 0) ? 404 : 400;
        return call.JsonAsync(status, json =>
        {
            json.WriteStartArray();
            json.WriteStartObject();
            json.WriteString("message", error.Message);
            json.WriteString("errorCode", error.StatusCode);
            json.WritePropertyName("fields");
            JsonSerializer.Serialize(json, error.Fields);
            json.WriteEndObject();
            json.WriteEndArray();
        });
    }

    [GeneratedRegex("\\b[a-zA-Z0-9]{18}\\b", RegexOptions.None, 1000)]
    private static partial Regex IdsInText();
}
