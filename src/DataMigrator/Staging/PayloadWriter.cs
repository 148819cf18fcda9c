using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

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

    private static readonly SearchValues<byte> NeedEscape = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 32).Select(i => (byte)i)]);
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> output = new(4096);
    private readonly List<(int Start, int Length)> places = [];

    public void Begin()
    {
        output.ResetWrittenCount();
        places.Clear();
        output.Write("["u8);
    }

    public void Append(ReadOnlySpan<byte> value, bool isNull)
    {
        var place = (Start: 0, Length: -1);
        if (isNull)
        {
            output.Write("null,"u8);
        }
        else if (value.IndexOfAny(NeedEscape) >= 0)
        {
            output.Write(JsonSerializer.SerializeToUtf8Bytes(Encoding.UTF8.GetString(value), Options));
            output.Write(","u8);
        }
        else if (again && value.Length is >= Shortest and <= Longest && Find(value) is >= 0 and var known)
        {
            var target = output.GetSpan(4);
            known.TryFormat(target, out var digits, provider: System.Globalization.CultureInfo.InvariantCulture);
            target[digits] = (byte)',';
            output.Advance(digits + 1);
        }
        else
        {
            var target = output.GetSpan(value.Length + 3);
            target[0] = (byte)'"';
            value.CopyTo(target[1..]);
            target[value.Length + 1] = (byte)'"';
            target[value.Length + 2] = (byte)',';
            place = (output.WrittenCount + 1, value.Length);
            output.Advance(value.Length + 3);
        }

        places.Add(place);
    }

    /// <summary>Closes the array. Valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> End()
    {
        if (places.Count == 0)
        {
            output.Write("]"u8);
            return output.WrittenSpan;
        }

        // The last comma makes room for the bracket.
        var text = System.Runtime.InteropServices.MemoryMarshal.AsMemory(output.WrittenMemory).Span;
        text[^1] = (byte)']';
        return text;
    }

    private int Find(ReadOnlySpan<byte> value)
    {
        var text = output.WrittenSpan;
        for (var i = 0; i < places.Count; i++)
        {
            var (start, length) = places[i];
            if (length == value.Length && text.Slice(start, length).SequenceEqual(value))
            {
                return i;
            }
        }

        return -1;
    }
}
