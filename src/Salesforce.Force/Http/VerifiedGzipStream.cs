using System.IO.Compression;

namespace Salesforce.Force.Http;

/// <summary>
/// Unzips a body whose end is the end of the connection. <see cref="GZipStream"/> takes a truncated stream for a finished one; the trailer's length
/// (RFC 1952, ISIZE) tells them apart.
/// </summary>
internal sealed class VerifiedGzipStream(MeteredStream wire) : ReadOnlyStream
{
    private readonly GZipStream gzip = new(wire, CompressionMode.Decompress);
    private uint length;

    public override int Read(Span<byte> buffer) => Took(buffer.Length, gzip.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Took(buffer.Length, await gzip.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Took(int wanted, int read)
    {
        length = unchecked(length + (uint)read);
        return read == 0 && wanted > 0 && length != wire.Tail
            ? throw new InvalidDataException("The zipped body ends early.")
            : read;
    }
}
