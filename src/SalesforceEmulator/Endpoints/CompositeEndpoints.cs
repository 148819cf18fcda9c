using SalesforceEmulator.Org;

namespace SalesforceEmulator.Endpoints;

/// <summary>
/// Several calls in one: <c>composite</c>, where later ones may use what earlier ones gave, <c>composite/graph</c>, several of these that stand or
/// fall each as a whole, and <c>composite/batch</c>, where all are independent.
/// </summary>
internal sealed class CompositeEndpoints(Router router)
{
    private const int Most = 25;
    private const int MostGraphs = 75;
    private const int MostNodes = 500;

    public void Map()
    {
        router.Map("POST", "services/data/{version}/composite", Access.Api, CompositeAsync);
        router.Map("POST", "services/data/{version}/composite/graph", Access.Api, GraphAsync, minimumVersion: 50);
        router.Map("POST", "services/data/{version}/composite/batch", Access.Api, BatchAsync);
    }

    private async Task CompositeAsync(ApiCall call)
    {
        using var body = await call.ReadJsonAsync();
        var requests = CompositeRun.Array(body.RootElement, "compositeRequest", Most);
        var transaction = CompositeRun.IsTrue(body.RootElement, "allOrNone") ? call.Org.BeginTransaction() : null;
        var answers = await CompositeRun.SendAsync(call, router, requests, transaction);
        await call.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            CompositeRun.Write(json, answers);
            json.WriteEndObject();
        });
    }

    private async Task GraphAsync(ApiCall call)
    {
        using var body = await call.ReadJsonAsync();
        var graphs = CompositeRun.Array(body.RootElement, "graphs", MostGraphs).Select(g => (Id: CompositeRun.Text(g, "graphId"), Nodes: CompositeRun.Array(g, "compositeRequest", MostNodes))).ToList();
        if (graphs.Sum(g => g.Nodes.Count) > MostNodes)
        {
            throw new OrgRequestException(400, "LIMIT_EXCEEDED", $"The graphs may hold {MostNodes} nodes together");
        }

        var answers = new List<(string Id, List<(string Reference, SubAnswer Answer)> Nodes)>();
        foreach (var (id, nodes) in graphs)
        {
            answers.Add((id, await CompositeRun.SendAsync(call, router, nodes, call.Org.BeginTransaction())));
        }

        await call.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("graphs");
            foreach (var (id, nodes) in answers)
            {
                json.WriteStartObject();
                json.WriteString("graphId", id);
                json.WriteStartObject("graphResponse");
                CompositeRun.Write(json, nodes);
                json.WriteEndObject();
                json.WriteBoolean("isSuccessful", nodes.TrueForAll(n => n.Answer.Status < 400));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private async Task BatchAsync(ApiCall call)
    {
        using var body = await call.ReadJsonAsync();
        var halt = CompositeRun.IsTrue(body.RootElement, "haltOnError");
        var answers = new List<SubAnswer>();
        foreach (var request in CompositeRun.Array(body.RootElement, "batchRequests", Most))
        {
            var content = request.TryGetProperty("richInput", out var given) ? given.GetRawText() : null;
            answers.Add(halt && answers.Exists(a => a.Status >= 400)
                ? SubAnswer.Refusal(412, "BATCH_PROCESSING_HALTED", "Batch processing halted per request")
                : await SubRequest.SendAsync(call, router, CompositeRun.Text(request, "method"), PathOf(CompositeRun.Text(request, "url")), content, transaction: null));
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
                CompositeRun.WriteBody(json, "result", answer);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>Urls of a batch begin with the version; the whole path is taken as well.</summary>
    private static string PathOf(string url) => url.TrimStart('/') is var path && path.StartsWith("services/", StringComparison.OrdinalIgnoreCase) ? "/" + path : "/services/data/" + path;
}
