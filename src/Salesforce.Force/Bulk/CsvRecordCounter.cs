using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Salesforce.Force.Bulk;

/// <summary>
/// Counts the records of a CSV as it streams by, and tells whether it ends where a record ends. Line breaks inside quotes, NUL bytes, CRLF and any
/// delimiter are no matter: quotes come in pairs, and a line break outside a pair ends a record. 64 bytes a step; blank lines are no records.
/// </summary>
internal sealed class CsvRecordCounter
{
    private const byte Quote = (byte)'"';
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    private readonly FieldTally header = new();
    private FieldTally? last;
    private bool headerEnded;
    private ulong insideQuotes; // all ones or none
    private long pending;       // bytes of the record that has begun
    private byte previous;

    /// <summary>Records that have ended so far, the header not counted.</summary>
    public long Records { get; private set; }

    public void Append(ReadOnlySpan<byte> chunk)
    {
        if (!headerEnded)
        {
            chunk = chunk[header.Feed(chunk, out headerEnded)..];
        }

        if (chunk.IsEmpty)
        {
            return;
        }

        var lineStart = Count(chunk);
        pending = chunk.Length - lineStart;
        previous = chunk[^1];
        last ??= new FieldTally(header.Delimiter);
        if (lineStart >= 0)
        {
            last.Restart();
        }

        // Only the record that has not ended yet: if the stream stops here, its fields tell whether it was whole.
        last.Feed(chunk[(int)Math.Max(0, lineStart)..], out _);
    }

    /// <summary>Call at the end of the stream. A last record without a line break counts.</summary>
    /// <param name="framed">True if HTTP has already told that nothing is missing: then an empty last field is one, not a cut.</param>
    /// <returns>False if the stream stopped inside a record.</returns>
    public bool Complete(bool framed)
    {
        if (!headerEnded)
        {
            return !header.InsideQuotes;
        }

        if (insideQuotes != 0)
        {
            return false;
        }

        if (pending > 1 || (pending == 1 && previous != CarriageReturn))
        {
            Records++;
            pending = 0;
            return last is null || (last.Fields == header.Fields && (framed || previous != header.Delimiter));
        }

        return true;
    }

    /// <returns>Where the record that has not ended begins, relative to the chunk; negative if it began before.</returns>
    private long Count(ReadOnlySpan<byte> chunk)
    {
        var lineStart = -pending;
        ref var start = ref MemoryMarshal.GetReference(chunk);
        var i = 0;
        for (; i <= chunk.Length - 64; i += 64)
        {
            ref var block = ref Unsafe.Add(ref start, i);
            var low = Vector256.LoadUnsafe(ref block);
            var high = Vector256.LoadUnsafe(ref block, 32);
            var quotes = Mask(low, high, Quote);
            var breaks = Mask(low, high, LineFeed);
            if (breaks != 0)
            {
                for (var ends = breaks & ~(PrefixXor(quotes) ^ insideQuotes); ends != 0; ends &= ends - 1)
                {
                    lineStart = EndRecord(chunk, i + BitOperations.TrailingZeroCount(ends), lineStart);
                }
            }

            insideQuotes ^= 0 - ((ulong)BitOperations.PopCount(quotes) & 1);
        }

        for (; i < chunk.Length; i++)
        {
            if (chunk[i] == Quote)
            {
                insideQuotes = ~insideQuotes;
            }
            else if (chunk[i] == LineFeed && insideQuotes == 0)
            {
                lineStart = EndRecord(chunk, i, lineStart);
            }
        }

        return lineStart;
    }

    private long EndRecord(ReadOnlySpan<byte> chunk, int position, long lineStart)
    {
        var length = position - lineStart;
        var before = position > 0 ? chunk[position - 1] : previous;
        if (length > 1 || (length == 1 && before != CarriageReturn))
        {
            Records++;
        }

        return position + 1;
    }

    private static ulong Mask(Vector256<byte> low, Vector256<byte> high, byte value)
    {
        var wanted = Vector256.Create(value);
        return Vector256.Equals(low, wanted).ExtractMostSignificantBits() | ((ulong)Vector256.Equals(high, wanted).ExtractMostSignificantBits() << 32);
    }

    /// <summary>Bit i of the result is the parity of bits 0..i: ones from an opening quote up to its closing one.</summary>
    private static ulong PrefixXor(ulong bits)
    {
        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }
}
