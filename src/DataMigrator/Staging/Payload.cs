using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace DataMigrator.Staging;

/// <summary>
/// payload.json: a JSON array of strings and nulls, so that <c>sqlite3</c> and <c>json_extract</c> can read what we staged. A number says "the value at that place again": owners,
/// ids and times repeat in a call, which is a fifth of the text. Written and read by hand because it is on the hot path.
/// </summary>
internal static class Payload
{
    private static readonly SearchValues<byte> Stops = SearchValues.Create("\"\\"u8);

    /// <summary>SQL for the value at a place of a payload.</summary>
    /// <param name="json">SQL for the payload.</param>
    public static string Value(string json, int place) =>
        $"json_extract({json}, CASE json_type({json}, '$[{place}]') WHEN 'integer' THEN '$[' || json_extract({json}, '$[{place}]') || ']' ELSE '$[{place}]' END)";

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

            if (text[at] != (byte)'"')
            {
                Utf8Parser.TryParse(text[at..], out int place, out var digits);
                values.AddAgain(place);
                at += digits + 1;
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
    private byte[] escaped = [];
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

    internal void AddAgain(int place)
    {
        var (start, length) = place < Count ? fields[place] : throw new JsonException("A payload refers to a place that it does not have.");
        Add(start, length);
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

    /// <summary>Unescaped to where it stands: it only becomes shorter. Its quotes stand around it.</summary>
    internal void AddEscaped(int start, int length)
    {
        if (length + 2 > escaped.Length)
        {
            escaped = new byte[(length + 2) * 2];
        }

        bytes.AsSpan(start - 1, length + 2).CopyTo(escaped);
        var reader = new Utf8JsonReader(escaped.AsSpan(0, length + 2));
        reader.Read();
        Add(start, reader.CopyString(bytes.AsSpan(start)));
    }
}
