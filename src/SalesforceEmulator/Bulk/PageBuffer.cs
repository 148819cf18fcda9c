using System.Buffers;

namespace SalesforceEmulator.Bulk;

/// <summary>
/// Collects rows before they go to the connection. A response's own writer takes a lock for every piece of memory it hands out, and a row asks for
/// one per value: half of the time of a page would go there.
/// </summary>
internal sealed class PageBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);

    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, Count);

    public void Clear() => Count = 0;

    public void Advance(int count) => Count += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return buffer.AsMemory(Count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return buffer.AsSpan(Count);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private void Reserve(int sizeHint)
    {
        if (buffer.Length - Count >= Math.Max(1, sizeHint))
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, Count + sizeHint));
        buffer.AsSpan(0, Count).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
