using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace DataMigrator.Tests.Reconciliation;

/// <summary>
/// Makes of an org whose key is unique one where it is not: in answers to queries by key, the VoiceCall of one Task comes twice, the second time under another id.
/// </summary>
internal sealed class DoublingHandler(string taskId, string secondCallId) : DelegatingHandler(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.All })
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (!Uri.UnescapeDataString(request.RequestUri!.Query).Contains("Legacy_Task_Id__c IN", StringComparison.Ordinal))
        {
            return response;
        }

        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
        var records = answer["records"]!.AsArray();
        if (records.FirstOrDefault(r => (string?)r!["Legacy_Task_Id__c"] == taskId) is { } record)
        {
            var second = record.DeepClone();
            second["Id"] = secondCallId;
            records.Add(second);
            answer["totalSize"] = (int)answer["totalSize"]! + 1;
        }

        response.Content = new StringContent(answer.ToJsonString(), new MediaTypeHeaderValue("application/json"));
        return response;
    }
}
