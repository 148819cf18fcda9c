namespace DataMigrator.Tests.Extraction;

/// <summary>The process dies at the n-th request: before it is sent, or after it has taken effect and before its answer is seen.</summary>
internal sealed class DyingHandler(int nth, bool afterwards) : DelegatingHandler(new SocketsHttpHandler())
{
    private int seen;

    public bool Died { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var dies = Interlocked.Increment(ref seen) >= nth;
        if (dies && !afterwards)
        {
            Died = true;
            throw new ProcessDiedException();
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (dies)
        {
            response.Dispose();
            Died = true;
            throw new ProcessDiedException();
        }

        return response;
    }
}

internal sealed class ProcessDiedException() : Exception("killed");
