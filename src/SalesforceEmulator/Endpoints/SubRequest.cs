using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SalesforceEmulator.Org.Saving;

namespace SalesforceEmulator.Endpoints;

/// <param name="Body">Undefined when the answer has none.</param>
internal sealed record SubAnswer(int Status, JsonElement Body, string? Location = null)
{
    public static SubAnswer Refusal(int status, string errorCode, string message) =>
        new(status, JsonSerializer.SerializeToElement(new[] { new { errorCode, message } }));
}

/// <summary>Sends a call of a composite request through the dispatcher, as the caller.</summary>
internal static class SubRequest
{
    public static async Task<SubAnswer> SendAsync(ApiCall outer, Router router, string method, string url, string? body, Rollback? transaction)
    {
        using var answer = new MemoryStream();
        var query = url.IndexOf('?', StringComparison.Ordinal);
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Method = method.ToUpperInvariant(),
            RawTarget = url,
            QueryString = query < 0 ? "" : url[query..],
            Body = body is null ? Stream.Null : new MemoryStream(Encoding.UTF8.GetBytes(body)),
            Headers = new HeaderDictionary
            {
                ["Host"] = outer.Http.Request.Headers.Host,
                ["Authorization"] = outer.Http.Request.Headers.Authorization,
                ["Content-Type"] = "application/json",
            },
        });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature { RequestAborted = outer.Aborted });
        features.Set(new Exchange { IsPart = true, Transaction = transaction });
        var http = new DefaultHttpContext(features);
        await new Dispatcher(outer.Site, router).InvokeAsync(http);
        await http.Response.BodyWriter.FlushAsync(outer.Aborted);
        outer.Exchange.Failure ??= features.GetRequiredFeature<Exchange>().Failure;
        if (answer.Length == 0)
        {
            return new SubAnswer(http.Response.StatusCode, default);
        }

        answer.Position = 0;
        using var document = await JsonDocument.ParseAsync(answer, cancellationToken: outer.Aborted);
        return new SubAnswer(http.Response.StatusCode, document.RootElement.Clone(), http.Response.Headers.Location);
    }
}
