using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;

namespace DataMigrator.Staging;

/// <summary>
/// Writes payloads, one after the other: <see cref="Begin"/>, its values in order, <see cref="End"/>. A value without quotes, backslashes and control characters is copied as it is
/// (found by one vectorised search).
/// </summary>
/// <param name="again">True to write a value that the payload has already as the number of its place; false for texts that others read too.</param>
internal sealed class PayloadWriter(bool again = true)
{
    /// <summary>Shorter values are no longer than the number and what finding them costs; longer ones are texts, which do not repeat.</summary>
    private const int Shortest = 12;
    private const int Longest = 64;

    /// <summary>Of one byte in JSON, at most: \u0000.</summary>
    private const int MostEscaped = 6;

    private static readonly SearchValues<byte> NeedEscape = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    private byte[] text = new byte[4096];
    private int used;
    private int places;

    // Values that may come again: their marks, and beside them where they are. One vectorised search over the marks finds a value or tells that it is new.
    private ulong[] marks = new ulong[64];
    private (int Place, int Start, int Length)[] written = new (int, int, int)[64];
    private int repeatable;

    public void Begin()
    {
        (used, places, repeatable) = (1, 0, 0);
        text[0] = (byte)'[';
    }

    public void Append(ReadOnlySpan<byte> value, bool isNull)
    {
        if (isNull)
        {
            "null,"u8.CopyTo(Room(5));
            used += 5;
        }
        else if (value.IndexOfAny(NeedEscape) >= 0)
        {
            AppendEscaped(value);
        }
        else if (again && value.Length is >= Shortest and <= Longest)
        {
            AppendOrRepeat(value);
        }
        else
        {
            AppendPlain(value);
        }

        places++;
    }

    /// <summary>Closes the array. Valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> End()
    {
        if (places == 0)
        {
            text[used++] = (byte)']';
        }
        else
        {
            // The last comma makes room for the bracket.
            text[used - 1] = (byte)']';
        }

        return text.AsSpan(0, used);
    }

    private void AppendPlain(ReadOnlySpan<byte> value)
    {
        var room = Room(value.Length + 3);
        room[0] = (byte)'"';
        value.CopyTo(room[1..]);
        room[value.Length + 1] = (byte)'"';
        room[value.Length + 2] = (byte)',';
        used += value.Length + 3;
    }

    private void AppendOrRepeat(ReadOnlySpan<byte> value)
    {
        var mark = Mark(value);
        for (var at = 0; at < repeatable; at++)
        {
            var next = marks.AsSpan(at, repeatable - at).IndexOf(mark);
            if (next < 0)
            {
                break;
            }

            at += next;
            var (place, start, length) = written[at];
            if (text.AsSpan(start, length).SequenceEqual(value))
            {
                Utf8Formatter.TryFormat(place, Room(11), out var digits);
                text[used + digits] = (byte)',';
                used += digits + 1;
                return;
            }
        }

        if (repeatable == marks.Length)
        {
            Array.Resize(ref marks, repeatable * 2);
            Array.Resize(ref written, repeatable * 2);
        }

        (marks[repeatable], written[repeatable++]) = (mark, (places, used + 1, value.Length));
        AppendPlain(value);
    }

    /// <summary>Ids differ in their last bytes, times and numbers too; equal marks are compared in full.</summary>
    private static ulong Mark(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadUInt64LittleEndian(value[^8..]) + (ulong)value.Length;

    private void AppendEscaped(ReadOnlySpan<byte> value)
    {
        // What is not UTF-8 becomes U+FFFD, as everywhere.
        var valid = System.Text.Unicode.Utf8.IsValid(value) ? value : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(value));
        var room = Room((valid.Length * MostEscaped) + 3);
        room[0] = (byte)'"';
        JavaScriptEncoder.UnsafeRelaxedJsonEscaping.EncodeUtf8(valid, room[1..], out _, out var length);
        room[length + 1] = (byte)'"';
        room[length + 2] = (byte)',';
        used += length + 3;
    }

    private Span<byte> Room(int length)
    {
        if (used + length > text.Length)
        {
            Array.Resize(ref text, Math.Max(text.Length * 2, used + length));
        }

        return text.AsSpan(used);
    }
}
