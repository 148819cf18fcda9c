using System.Buffers;

namespace Salesforce.Force.Http;

/// <summary>A body in memory, in a pooled array: an org answers a count by month, type and owner with megabytes of JSON, a page after the other.</summary>
internal sealed class WholeBody : IDisposable
{
    private const int Smallest = 16 * 1024;

    private byte[] bytes = ArrayPool<byte>.Shared.Rent(Smallest);
    private int length;

    /// <summary>The text, without the byte order mark that some proxies and servers put before it. Valid until it is disposed.</summary>
    public ReadOnlyMemory<byte> Memory => WithoutMark(bytes.AsMemory(0, length));

    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> text) => text.Span.StartsWith("\uFEFF"u8) ? text["\uFEFF"u8.Length..] : text;

    /// <summary>Where the next bytes go; never empty.</summary>
    public Memory<byte> Room()
    {
        if (bytes.Length - length < Smallest / 2)
        {
            var larger = ArrayPool<byte>.Shared.Rent(bytes.Length * 2);
            bytes.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = larger;
        }

        return bytes.AsMemory(length);
    }

    public void Advance(int count) => length += count;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        (bytes, length) = ([], 0);
    }
}
