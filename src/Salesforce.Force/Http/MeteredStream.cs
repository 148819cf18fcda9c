using Salesforce.Force.Diagnostics;

namespace Salesforce.Force.Http;

/// <summary>The body as on the wire: counts its bytes for the metrics and remembers the last four.</summary>
internal sealed class MeteredStream(Stream inner) : ReadOnlyStream
{
    /// <summary>The last four bytes read, little-endian: of a gzip body its ISIZE (RFC 1952).</summary>
    public uint Tail { get; private set; }

    public override int Read(Span<byte> buffer) => Took(buffer, inner.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Took(buffer.Span, read);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Took(ReadOnlySpan<byte> buffer, int read)
    {
        ForceTelemetry.BytesReceived.Add(read);
        foreach (var value in buffer[Math.Max(0, read - sizeof(uint))..read])
        {
            Tail = (Tail >> 8) | ((uint)value << 24);
        }

        return read;
    }
}
