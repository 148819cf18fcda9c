using System.Net;

namespace Salesforce.Force.Http;

/// <summary>The machine's proxy, but never for loopback: a proxy elsewhere has another loopback.</summary>
internal sealed class DirectToLoopback(IWebProxy inner) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => inner.Credentials;
        set => inner.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : inner.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || inner.IsBypassed(host);
}
