using System.Text.Json;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Endpoints;

/// <summary>
/// <c>composite/tree</c>: records with their children in one call, all or none (REST guide, "sObject Tree": at most 200 records, 5 levels, 5 objects).
/// </summary>
internal static class TreeEndpoint
{
    private const int MostRecords = 200;
    private const int MostLevels = 5;
    private const int MostObjects = 5;

    public static void Map(Router router) => router.Map("POST", "services/data/{version}/composite/tree/{object}", Access.Api, CreateAsync);

    private static async Task CreateAsync(ApiCall call)
    {
        using var body = await call.ReadJsonAsync();
        var nodes = new List<Node>();
        Collect(call, body.RootElement, call.Site.Schema.Require(call["object"]).Name, null, 1, nodes);
        Check(nodes);
        var transaction = call.Org.BeginTransaction();
        var ids = new string[nodes.Count];
        var errors = new List<(string Reference, OrgError Error)>();
        for (var i = 0; i < nodes.Count && errors.Count == 0; i++)
        {
            var node = nodes[i];
            if (node.Parent is { } parent)
            {
                node.Record.Values[node.ParentField!] = ids[parent];
            }

            var outcome = RecordSaver.Save(call, node.Object, SaveOperation.Insert, null, [node.Record], allOrNone: false, transaction)[0];
            ids[i] = outcome.Id ?? "";
            if (outcome.Error is { } error)
            {
                errors.Add((node.Reference, error));
            }
        }

        if (errors.Count > 0)
        {
            transaction.Undo();
        }

        await call.JsonAsync(errors.Count > 0 ? 400 : 201, json => Write(json, nodes, ids, errors));
    }

    /// <summary>Parents come before their children.</summary>
    private static void Collect(ApiCall call, JsonElement body, string sobject, (int Parent, string Field)? above, int level, List<Node> nodes)
    {
        if (level > MostLevels)
        {
            throw new OrgRequestException(400, "INVALID_INPUT", $"The tree may have at most {MostLevels} levels");
        }

        foreach (var element in CompositeRun.Array(body, "records", MostRecords))
        {
            var own = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            var children = new List<JsonProperty>();
            foreach (var property in element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : default)
            {
                if (property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty("records", out _))
                {
                    children.Add(property);
                }
                else
                {
                    own[property.Name] = property.Value;
                }
            }

            var record = RecordInput.Read(JsonSerializer.SerializeToElement(own));
            if (!sobject.Equals(record.Type, StringComparison.OrdinalIgnoreCase))
            {
                throw new OrgRequestException(400, "INVALID_INPUT", $"Include the sObject type {sobject} in the attributes of each record.");
            }

            nodes.Add(new Node(CompositeRun.Text(own["attributes"], "referenceId"), sobject, record, above?.Parent, above?.Field));
            var at = nodes.Count - 1;
            foreach (var child in children)
            {
                var (name, field) = call.Org.FindChild(sobject, child.Name)
                    ?? throw new OrgRequestException(400, "INVALID_FIELD", $"No such column '{child.Name}' on sobject of type {sobject}");
                Collect(call, child.Value, name, (at, field), level + 1, nodes);
            }
        }
    }

    private static void Check(List<Node> nodes)
    {
        if (nodes.Count > MostRecords || nodes.DistinctBy(n => n.Object).Count() > MostObjects)
        {
            throw new OrgRequestException(400, "INVALID_INPUT", $"The tree may have at most {MostRecords} records of {MostObjects} objects");
        }

        if (nodes.GroupBy(n => n.Reference, StringComparer.Ordinal).FirstOrDefault(g => g.Skip(1).Any()) is { } twice)
        {
            throw new OrgRequestException(400, "INVALID_INPUT", $"Duplicate ReferenceId provided : {twice.Key}");
        }
    }

    private static void Write(Utf8JsonWriter json, List<Node> nodes, string[] ids, List<(string Reference, OrgError Error)> errors)
    {
        json.WriteStartObject();
        json.WriteBoolean("hasErrors", errors.Count > 0);
        json.WriteStartArray("results");
        foreach (var (reference, error) in errors)
        {
            json.WriteStartObject();
            json.WriteString("referenceId", reference);
            json.WriteStartArray("errors");
            CollectionEndpoints.WriteError(json, error);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        for (var i = 0; i < nodes.Count && errors.Count == 0; i++)
        {
            json.WriteStartObject();
            json.WriteString("referenceId", nodes[i].Reference);
            json.WriteString("id", ids[i]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <param name="Parent">Place of the parent among the nodes.</param>
    private sealed record Node(string Reference, string Object, RecordInput Record, int? Parent, string? ParentField);
}
