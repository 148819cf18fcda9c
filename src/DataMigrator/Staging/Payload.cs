using System.Buffers;
using System.Text;
using System.Text.Json;

namespace DataMigrator.Staging;

/// <summary>
/// call.payload: a JSON array of strings and nulls, so that <c>sqlite3</c> and <c>json_extract</c> can read what we staged. Written and read by hand because
/// it is on the hot path: a value without quotes, backslashes and control characters is copied as it is (found by one vectorised search).
/// </summary>
internal static class Payload
{
    private static readonly SearchValues<byte> NeedEscape = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 32).Select(i => (byte)i)]);
    private static readonly SearchValues<byte> Stops = SearchValues.Create("\"\\"u8);

    /// <summary>Appends one value and a comma; call <see cref="Begin"/> before and <see cref="End"/> after.</summary>
    public static void Append(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> value, bool isNull)
    {
        if (isNull)
        {
            output.Write("null,"u8);
            return;
        }

        var clean = value.IndexOfAny(NeedEscape) < 0;
        if (!clean)
        {
            output.Write(JsonSerializer.SerializeToUtf8Bytes(Encoding.UTF8.GetString(value), PayloadJson.Options));
            output.Write(","u8);
            return;
        }

        var target = output.GetSpan(value.Length + 3);
        target[0] = (byte)'"';
        value.CopyTo(target[1..]);
        target[value.Length + 1] = (byte)'"';
        target[value.Length + 2] = (byte)',';
        output.Advance(value.Length + 3);
    }

    public static void Begin(ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        output.Write("["u8);
    }

    /// <summary>Closes the array; the bytes are in <c>WrittenSpan</c>, less its last byte if no value was appended.</summary>
    public static ReadOnlySpan<byte> End(ArrayBufferWriter<byte> output)
    {
        output.Write("]"u8);
        var span = System.Runtime.InteropServices.MemoryMarshal.AsMemory(output.WrittenMemory).Span;
        if (span.Length < 3)
        {
            return span;
        }

        span[^2] = (byte)']';
        return span[..^1];
    }

    /// <summary>Splits a payload into values and makes sure that it has one for each field; a value read as another field's would be loaded for good.</summary>
    /// <param name="fields">Fields of the mapping that the reader goes by.</param>
    /// <param name="run">The call's run, for the sentence.</param>
    /// <exception cref="OperatorException">It has more or fewer: made by another mapping, or purged.</exception>
    public static void Read(ReadOnlySpan<byte> payload, PayloadValues values, int fields, string run)
    {
        Read(payload, values);
        if (values.Count != fields)
        {
            throw new OperatorException(values.Count == 0
                ? $"Calls of run {run} were purged: their values are gone. Extract their range again."
                : $"A call of run {run} has {values.Count} values where the mapping has {fields} fields. Map it anew first: 'map --run {run}'.");
        }
    }

    /// <summary>Splits a payload into values; reuse one reader for many payloads.</summary>
    public static void Read(ReadOnlySpan<byte> payload, PayloadValues values)
    {
        var text = values.Keep(payload);
        for (var at = 1; at < text.Length - 1;)
        {
            if (text[at] == (byte)'n')
            {
                values.AddNull();
                at += 5;
                continue;
            }

            var start = ++at;
            at += text[at..].IndexOfAny(Stops);
            if (text[at] == (byte)'"')
            {
                values.Add(start, at - start);
            }
            else
            {
                while (text[at] == (byte)'\\')
                {
                    at += 2;
                    at += text[at..].IndexOfAny(Stops);
                }

                values.AddEscaped(start, at - start);
            }

            at += 2;
        }
    }
}

/// <summary>Values of one payload: UTF-8, null told from empty. Reused.</summary>
internal sealed class PayloadValues
{
    private byte[] bytes = new byte[4096];
    private (int Start, int Length)[] fields = new (int, int)[64];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int field] => IsNull(field) ? default : bytes.AsSpan(fields[field].Start, fields[field].Length);

    public bool IsNull(int field) => field >= Count ? throw new ArgumentOutOfRangeException(nameof(field)) : fields[field].Length < 0;

    public string? GetString(int field) => IsNull(field) ? null : Encoding.UTF8.GetString(this[field]);

    /// <summary>Begins with a copy of the payload: the values are parts of it.</summary>
    internal ReadOnlySpan<byte> Keep(ReadOnlySpan<byte> payload)
    {
        Count = 0;
        if (payload.Length > bytes.Length)
        {
            bytes = new byte[payload.Length * 2];
        }

        payload.CopyTo(bytes);
        return bytes.AsSpan(0, payload.Length);
    }

    internal void AddNull() => Add(0, -1);

    internal void Add(int start, int length)
    {
        if (Count == fields.Length)
        {
            Array.Resize(ref fields, fields.Length * 2);
        }

        fields[Count++] = (start, length);
    }

    /// <summary>Unescaped where it stands: it only becomes shorter.</summary>
    internal void AddEscaped(int start, int length)
    {
        var reader = new Utf8JsonReader([(byte)'"', .. bytes.AsSpan(start, length), (byte)'"']);
        reader.Read();
        Add(start, reader.CopyString(bytes.AsSpan(start)));
    }
}

file static class PayloadJson
{
    public static readonly JsonSerializerOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
