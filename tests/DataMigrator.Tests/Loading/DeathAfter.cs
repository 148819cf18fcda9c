using System.Text.RegularExpressions;

namespace DataMigrator.Tests.Loading;

/// <summary>The process dies when the n-th such request has taken effect and before its answer is seen, or before the request is sent at all.</summary>
internal sealed class DeathAfter(string? method, string path, int nth, CancellationTokenSource dying, bool before = false) : DelegatingHandler(new SocketsHttpHandler())
{
    private int seen;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var matches = (method is null || request.Method.Method == method) && Regex.IsMatch(request.RequestUri!.AbsolutePath, path, RegexOptions.None, TimeSpan.FromSeconds(1));
        var fatal = matches && Interlocked.Increment(ref seen) >= nth;
        if (!(fatal && before))
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (!fatal)
            {
                return response;
            }

            response.Dispose();
        }

        await dying.CancelAsync();
        throw new OperationCanceledException(dying.Token);
    }
}
