using System.Text;

namespace DataMigrator.Tests.Extraction;

/// <summary>The org answers what is asked of a path in other words, its headers untouched.</summary>
internal sealed class RewritingHandler(string path, Func<string, string> change) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Remove("Accept-Encoding");
        var response = await base.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode && Uri.UnescapeDataString(request.RequestUri!.PathAndQuery).Contains(path, StringComparison.Ordinal))
        {
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            response.Content = new StringContent(change(text), Encoding.UTF8, response.Content.Headers.ContentType!.MediaType!);
        }

        return response;
    }
}
