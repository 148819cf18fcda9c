using System.Text.Json;
using SalesforceEmulator.Org;
using SalesforceEmulator.Org.Saving;

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
        var transaction = call.Org.BeginTransaction(call.Exchange.Transaction);
        (string Reference, OrgError Error)? refused;
        var ids = new string[nodes.Count];
        try
        {
            refused = Save(call, nodes, ids, transaction);
        }
        catch (OrgRequestException)
        {
            transaction.Undo();
            throw;
        }

        if (refused is not null)
        {
            transaction.Undo();
        }

        await call.JsonAsync(refused is null ? 201 : 400, json => Write(json, nodes, ids, refused));
    }

    /// <summary>The first record that can't be saved, and why; null if all could.</summary>
    private static (string Reference, OrgError Error)? Save(ApiCall call, List<Node> nodes, string[] ids, Rollback transaction)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            var node = nodes[i];
            if (node.Parent is { } parent)
            {
                node.Record.Values[node.ParentField!] = ids[parent];
            }

            var outcome = RecordSaver.Save(call, node.Object, SaveOperation.Insert, null, [node.Record], transaction)[0];
            if (outcome.Error is { } error)
            {
                return (node.Reference, error);
            }

            ids[i] = outcome.Id!;
        }

        return null;
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

    private static void Write(Utf8JsonWriter json, List<Node> nodes, string[] ids, (string Reference, OrgError Error)? refused)
    {
        json.WriteStartObject();
        json.WriteBoolean("hasErrors", refused is not null);
        json.WriteStartArray("results");
        if (refused is var (reference, error))
        {
            json.WriteStartObject();
            json.WriteString("referenceId", reference);
            json.WriteStartArray("errors");
            CollectionEndpoints.WriteError(json, error);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        for (var i = 0; i < nodes.Count && refused is null; i++)
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
