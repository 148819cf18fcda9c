using System.Globalization;

namespace SalesforceEmulator.Org.Store;

/// <summary>
/// The append-only log of record versions. An address counts units of 16 bytes (64 GB in 32 bits); 0 is no address. One writer, any readers:
/// a version is complete before its address is published.
/// </summary>
internal sealed unsafe class RecordLog : IDisposable
{
    public const int MaxRecordBytes = Segment.Bytes / 4;
    private const long ResidentBytes = 256L * 1024 * 1024;
    private const int UnitShift = 4;
    private const int SegmentShift = 22;
    private const uint UnitMask = (1u << SegmentShift) - 1;
    private const uint SegmentEnd = uint.MaxValue;
    private const ulong Magic = 0x31_47_52_4F_45_46_53; // "SFEORG1"
    private readonly Segment?[] segments = new Segment?[1 << (32 - SegmentShift)];
    private readonly nint[] bases = new nint[1 << (32 - SegmentShift)];
    private readonly string directory;
    private int last = -1;
    private int used;

    public RecordLog(string directory) => this.directory = directory;

    public bool IsDisposed { get; private set; }

    public long TotalBytes => last < 0 ? 0 : ((long)last * Segment.Bytes) + used;

    public RowView Read(uint address) => new((byte*)bases[address >> SegmentShift] + ((address & UnitMask) << UnitShift));

    /// <summary>Appends what <paramref name="builder"/> holds.</summary>
    public uint Append(RecordBuilder builder, int objectIndex, uint ordinal)
    {
        var length = builder.Measure(out var present, out var valueBytes);
        var address = Reserve(length, out var target);
        builder.Pack(target, objectIndex, ordinal, present, valueBytes);
        return address;
    }

    /// <summary>Appends a record that was packed elsewhere.</summary>
    public uint Append(ReadOnlySpan<byte> packed)
    {
        var address = Reserve(packed.Length, out var target);
        packed.CopyTo(target);
        return address;
    }

    /// <summary>Walks what the files hold, oldest first, and cuts off what a crash left half-written.</summary>
    public void Recover(Action<RowView, uint> visit)
    {
        for (var number = 0; File.Exists(PathOf(number)); number++)
        {
            Open(number);
            if (!Walk(number, visit))
            {
                break;
            }
        }

        for (var number = last + 1; File.Exists(PathOf(number)); number++)
        {
            File.Delete(PathOf(number));
        }
    }

    /// <summary>Lets the pages of one file leave this process's memory.</summary>
    public void Release(int segment) => segments[segment]?.Release();

    /// <summary>True when the log is so large that readers should let go of what they have passed.</summary>
    public bool IsLarge => TotalBytes > ResidentBytes;

    public static int SegmentOf(uint address) => (int)(address >> SegmentShift);

    public void ReleaseAll()
    {
        for (var i = 0; i <= last; i++)
        {
            segments[i]!.Release();
        }
    }

    public void Dispose()
    {
        IsDisposed = true;
        for (var i = 0; i <= last; i++)
        {
            segments[i]!.Dispose();
            bases[i] = 0;
        }
    }

    /// <summary>False when the log ends in this file.</summary>
    private bool Walk(int number, Action<RowView, uint> visit)
    {
        var start = (byte*)bases[number];
        if (*(ulong*)start != Magic)
        {
            // Created but never written, or not ours: begin it anew.
            StartSegment(number);
            return false;
        }

        used = 1 << UnitShift;
        while (used < Segment.Bytes)
        {
            var length = *(uint*)(start + used);
            if (length == SegmentEnd)
            {
                used = Segment.Bytes;
                return true;
            }

            if (length < RowView.HeaderBytes || length > Segment.Bytes - used || !IsWhole(new RowView(start + used)))
            {
                new Span<byte>(start + used, Segment.Bytes - used).Clear();
                return false;
            }

            var row = new RowView(start + used);

            visit(row, ((uint)number << SegmentShift) | (uint)(used >> UnitShift));
            used += Align((int)length);
        }

        // Filled to the last byte: there was no room for an end mark.
        return true;
    }

    private static bool IsWhole(RowView row) => row.Checksum == RecordChecksum.Of(row.Content);

    private uint Reserve(int length, out Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxRecordBytes);
        if (last < 0 || used + Align(length) > Segment.Bytes)
        {
            if (last >= 0 && used < Segment.Bytes)
            {
                *(uint*)((byte*)bases[last] + used) = SegmentEnd;
            }

            Open(last + 1);
            StartSegment(last);
            if (last > 0)
            {
                Release(last - 1);
            }
        }

        target = new Span<byte>((byte*)bases[last] + used, length);
        var address = ((uint)last << SegmentShift) | (uint)(used >> UnitShift);
        used += Align(length);
        return address;
    }

    private void Open(int number)
    {
        if (number >= segments.Length)
        {
            throw new InvalidOperationException("The embedded org is full: it holds at most 64 GB of records.");
        }

        segments[number] = new Segment(PathOf(number));
        bases[number] = (nint)segments[number]!.Base;
        last = number;
    }

    private void StartSegment(int number)
    {
        new Span<byte>((byte*)bases[number], 1 << UnitShift).Clear();
        *(ulong*)bases[number] = Magic;
        used = 1 << UnitShift;
    }

    private string PathOf(int number) => System.IO.Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"records-{number:0000}.log"));

    private static int Align(int length) => (length + 15) & ~15;
}
