using System.Text;
using System.Text.Json.Nodes;

namespace DataMigrator.Tests.Extraction;

/// <summary>The org tells of its query jobs in other words.</summary>
internal sealed class JobBodyHandler(Action<HttpMethod, JsonObject> change) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Remove("Accept-Encoding");
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        if (request.Method != HttpMethod.Delete && path.Contains("/jobs/query", StringComparison.Ordinal) && !path.Contains("/result", StringComparison.Ordinal))
        {
            var job = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!.AsObject();
            change(request.Method, job);
            response.Content = new StringContent(job.ToJsonString(), Encoding.UTF8, "application/json");
        }

        return response;
    }
}
