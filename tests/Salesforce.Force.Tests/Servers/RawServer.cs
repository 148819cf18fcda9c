using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Salesforce.Force.Tests.Servers;

/// <summary>A loopback server that says, byte for byte, what a test wants to hear, and closes. One connection per request.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<RawRequest, Task<RawAnswer>> answer;
    private readonly ConcurrentBag<Task> connections = [];
    private readonly Task accepting;

    public RawServer(Func<RawRequest, Task<RawAnswer>> answer)
    {
        this.answer = answer;
        listener.Start();
        accepting = AcceptAsync();
    }

    public RawServer(Func<RawRequest, RawAnswer> answer) : this(request => Task.FromResult(answer(request)))
    {
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>Every request, in the order in which it had arrived whole.</summary>
    public ConcurrentQueue<RawRequest> Requests { get; } = new();

    public IEnumerable<RawRequest> Where(string method, string pathPart) =>
        Requests.Where(r => r.Method == method && r.Target.Contains(pathPart, StringComparison.OrdinalIgnoreCase));

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        listener.Stop();
        await Task.WhenAll(connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await listener.AcceptSocketAsync(stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            await using var stream = new NetworkStream(socket);
            if (await RawRequest.ReadAsync(stream, stop.Token) is not { } request)
            {
                return;
            }

            Requests.Enqueue(request);
            var reply = await answer(request).WaitAsync(stop.Token);
            if (reply.Reset)
            {
                socket.LingerState = new LingerOption(true, 0);
            }

            await reply.WriteAsync(stream, stop.Token);
        }
    }
}

internal sealed record RawRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public static async Task<RawRequest?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (await LineAsync(stream, cancellationToken) is { Length: > 0 } line)
        {
            lines.Add(line);
        }

        if (lines.Count == 0)
        {
            return null;
        }

        var first = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(l => l.Split(':', 2)).ToDictionary(p => p[0], p => p[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = new MemoryStream();
        if (headers.TryGetValue("Content-Length", out var length))
        {
            await CopyAsync(stream, body, int.Parse(length, CultureInfo.InvariantCulture), cancellationToken);
        }
        else if (headers.ContainsKey("Transfer-Encoding"))
        {
            while (int.Parse((await LineAsync(stream, cancellationToken))!, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var size)
            {
                await CopyAsync(stream, body, size, cancellationToken);
                await LineAsync(stream, cancellationToken);
                if (size == 0)
                {
                    break;
                }
            }
        }

        return new RawRequest(first[0], first[1], headers, body.ToArray());
    }

    private static async Task CopyAsync(Stream from, MemoryStream to, int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await from.ReadExactlyAsync(bytes, cancellationToken);
        to.Write(bytes);
    }

    private static async Task<string?> LineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, cancellationToken) == 1)
        {
            if (one[0] == (byte)'\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }

        return null;
    }
}
