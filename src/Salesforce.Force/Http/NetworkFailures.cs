using Salesforce.Force.Errors;

namespace Salesforce.Force.Http;

/// <summary>Names what went wrong below HTTP.</summary>
internal static class NetworkFailures
{
    /// <summary>A connection that is not made in time ends as cancelled, though nobody cancelled it.</summary>
    public static bool Is(Exception failure) => failure is HttpRequestException or IOException or OperationCanceledException { InnerException: TimeoutException };

    /// <param name="host">Name, and port where it is not the usual one.</param>
    public static ForceException Of(Exception failure, string host, bool mayHaveHappened)
    {
        var reason = (failure as HttpRequestException)?.HttpRequestError ?? (failure as HttpIOException)?.HttpRequestError
            ?? (failure is OperationCanceledException ? HttpRequestError.ConnectionError : HttpRequestError.Unknown);
        return reason switch
        {
            // A handshake that the network cut has the same name as a certificate that was refused.
            HttpRequestError.SecureConnectionError when failure.InnerException is IOException => Transient($"The connection to {host} broke off in the TLS handshake.", ambiguous: false),
            HttpRequestError.SecureConnectionError => new ForceException(
                $"The certificate or TLS of {host} was not accepted. Check the host name, the clock of this machine and any proxy that opens TLS.",
                ForceErrorCodes.Network, null, failure),
            HttpRequestError.NameResolutionError => Transient($"The name {host} could not be resolved. Check the address.", ambiguous: false),
            HttpRequestError.ConnectionError => Transient($"{host} could not be reached. Check the address, the network and any proxy.", ambiguous: false),
            _ => Transient($"The connection to {host} broke off ({reason}).", mayHaveHappened),
        };

        ForceException Transient(string message, bool ambiguous) =>
            new(message, ForceErrorCodes.Network, null, failure) { IsTransient = true, IsAmbiguous = ambiguous };
    }
}
