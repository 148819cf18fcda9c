using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Salesforce.Force.Errors;
using Salesforce.Force.Tests.Servers;

namespace Salesforce.Force.Tests.Resilience;

[TestFixture]
internal sealed class Tls
{
    [Test]
    public async Task A_handshake_that_is_cut_is_tried_again()
    {
        var connections = 0;
        await using var server = new Handshakes(_ =>
        {
            connections++;
            return Task.CompletedTask;
        });

        var error = await FailureAsync(server.Url);

        Assert.That((error.ErrorCode, error.IsTransient, error.IsAmbiguous, connections), Is.EqualTo(("NETWORK", true, false, 3)));
    }

    [Test]
    public async Task A_certificate_that_is_not_trusted_is_not_asked_for_again()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
        var connections = 0;
        await using var server = new Handshakes(async stream =>
        {
            connections++;
            await using var tls = new SslStream(stream, leaveInnerStreamOpen: true);
            await tls.AuthenticateAsServerAsync(certificate);
            await tls.ReadExactlyAsync(new byte[1]); // until the client has gone
        });

        var error = await FailureAsync(server.Url);

        Assert.That((error.ErrorCode, error.IsTransient, connections), Is.EqualTo(("NETWORK", false, 1)));
        Assert.That(error.Message, Does.Contain("certificate"));
    }

    private static async Task<ForceException> FailureAsync(Uri url)
    {
        using var client = new ForceClient(new()
        {
            Authenticator = new Salesforce.Force.Authentication.AccessToken(url, "00D!x"),
            Resilience = Clients.Hasty with { MaxAttempts = 3 },
        });
        return (await Assert.ThrowsAsync<ForceException>(() => client.LimitsAsync(CancellationToken.None)))!;
    }

    /// <summary>A server of https that gets no further than the handshake.</summary>
    private sealed class Handshakes : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly Task serving;

        public Handshakes(Func<NetworkStream, Task> shake)
        {
            listener.Start();
            serving = ServeAsync(shake);
        }

        public Uri Url => new($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

        public async ValueTask DisposeAsync()
        {
            listener.Stop();
            await serving;
        }

        private async Task ServeAsync(Func<NetworkStream, Task> shake)
        {
            while (true)
            {
                try
                {
                    using var socket = await listener.AcceptSocketAsync();
                    await using var stream = new NetworkStream(socket);
                    await shake(stream);
                }
                catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
                {
                    // The client did not like what it saw.
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }
}
