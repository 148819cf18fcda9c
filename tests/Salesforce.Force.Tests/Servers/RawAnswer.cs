using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Salesforce.Force.Tests.Servers;

/// <summary>An answer, down to how it breaks off.</summary>
internal sealed record RawAnswer(int Status)
{
    public byte[] Body { get; init; } = [];

    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Bytes of the body that are really sent; the head announces them all.</summary>
    public int? CutAt { get; init; }

    /// <summary>No Content-Length: the end of the connection is the end of the body.</summary>
    public bool CloseDelimited { get; init; }

    /// <summary>Ends with a TCP reset.</summary>
    public bool Reset { get; init; }

    /// <summary>Closes without a byte.</summary>
    public bool Silent { get; init; }

    /// <summary>Writes a body that is too large to hold.</summary>
    public Func<Stream, CancellationToken, Task>? Writer { get; init; }

    public static RawAnswer Lost { get; } = new(0) { Silent = true, Reset = true };

    public static RawAnswer Json(string json, int status = 200) => new RawAnswer(status) { Body = Encoding.UTF8.GetBytes(json) }.With("Content-Type: application/json;charset=UTF-8");

    public static RawAnswer Error(int status, string code, string message) => Json($$"""[{"message":"{{message}}","errorCode":"{{code}}"}]""", status);

    public static RawAnswer Html(int status) =>
        new RawAnswer(status) { Body = "<html><body>We are down for maintenance.</body></html>"u8.ToArray() }.With("Content-Type: text/html");

    public static RawAnswer Csv(string csv, long? records, string? locator) => Csv(Encoding.UTF8.GetBytes(csv), records, locator);

    public static RawAnswer Csv(byte[] csv, long? records, string? locator)
    {
        var answer = new RawAnswer(200) { Body = csv }.With("Content-Type: text/csv");
        answer = records is { } n ? answer.With(string.Create(CultureInfo.InvariantCulture, $"sforce-numberofrecords: {n}")) : answer;
        return locator is null ? answer : answer.With("sforce-locator: " + locator);
    }

    public RawAnswer With(string header) => this with { Headers = [.. Headers, header] };

    public RawAnswer Gzipped()
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Body);
        }

        return (this with { Body = zipped.ToArray() }).With("Content-Encoding: gzip");
    }

    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (Silent)
        {
            return;
        }

        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} Whatever\r\nConnection: close\r\n");
        foreach (var header in Headers)
        {
            head.Append(header).Append("\r\n");
        }

        if (!CloseDelimited && Writer is null && Status is not (204 or 304))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), cancellationToken);
        if (Writer is not null)
        {
            await Writer(stream, cancellationToken);
        }
        else
        {
            await stream.WriteAsync(Body.AsMemory(0, CutAt ?? Body.Length), cancellationToken);
        }
    }
}
