using System.Buffers;

namespace SalesforceEmulator.Bulk;

/// <summary>Counts what goes through to another writer.</summary>
internal sealed class CountingWriter(IBufferWriter<byte> inner) : IBufferWriter<byte>
{
    public long Bytes { get; private set; }

    public void Advance(int count)
    {
        inner.Advance(count);
        Bytes += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);
}
