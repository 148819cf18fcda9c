using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Salesforce.Force.Rest;

/// <summary>Reads one row of a query's answer.</summary>
/// <param name="reader">Stands at the row's <c>{</c>; is to be left at its <c>}</c>.</param>
/// <exception cref="JsonException">It is no such row.</exception>
public delegate T QueryRowReader<out T>(ref Utf8JsonReader reader);

/// <summary>One page of a REST query.</summary>
internal sealed record QueryPage<T>(long TotalSize, string? Next, IReadOnlyList<T> Rows)
{
    public static QueryPage<T> Parse(ReadOnlyMemory<byte> json, JsonSerializerOptions options) => Read(
        json, (ref Utf8JsonReader reader) => JsonSerializer.Deserialize<T>(ref reader, options) ?? throw new JsonException("A row is not null."));

    public static QueryPage<QueryRow> ParseRows(ReadOnlyMemory<byte> json) => QueryPage<QueryRow>.Read(json, QueryRowJson.Read);

    public static QueryPage<T> Read(ReadOnlyMemory<byte> json, QueryRowReader<T> readRow)
    {
        var reader = new Utf8JsonReader(json.Span);
        Expect(ref reader, JsonTokenType.StartObject);
        long? total = null;
        var done = false;
        string? next = null;
        var rows = new List<T>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("totalSize"u8))
            {
                reader.Read();
                total = Whole(ref reader);
            }
            else if (reader.ValueTextEquals("done"u8))
            {
                reader.Read();
                done = reader.TokenType == JsonTokenType.True;
            }
            else if (reader.ValueTextEquals("nextRecordsUrl"u8) || reader.ValueTextEquals("nextRecordUrl"u8))
            {
                reader.Read();
                next = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }
            else if (reader.ValueTextEquals("records"u8))
            {
                Expect(ref reader, JsonTokenType.StartArray);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    rows.Add(readRow(ref reader));
                }
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new QueryPage<T>(total ?? throw new JsonException("A query answer has a totalSize."), done || string.IsNullOrEmpty(next) ? null : next, rows);
    }

    /// <summary>In quotes or not, as 3 or 3.0.</summary>
    private static long Whole(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.Number or JsonTokenType.String
        && Utf8Parser.TryParse(reader.ValueSpan, out decimal number, out var length) && length == reader.ValueSpan.Length && number <= long.MaxValue
            ? (long)number
            : throw new JsonException("The totalSize is a number.");

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
        {
            throw new JsonException($"Expected {token} in a query answer.");
        }
    }
}

/// <summary>Flattens one row: nested parents become paths, <c>attributes</c> is skipped, a subquery stays JSON text.</summary>
internal static class QueryRowJson
{
    public static QueryRow Read(ref Utf8JsonReader reader)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A row is an object.");
        }

        ReadObject(ref reader, string.Empty, values);
        return new QueryRow(values);
    }

    private static void ReadObject(ref Utf8JsonReader reader, string prefix, Dictionary<string, string?> values)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("attributes"u8))
            {
                reader.Read();
                reader.Skip();
                continue;
            }

            var path = prefix + reader.GetString();
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                values[path] = Value(ref reader);
            }
            else if (IsSubquery(reader))
            {
                using var nested = JsonDocument.ParseValue(ref reader);
                values[path] = nested.RootElement.GetRawText();
            }
            else
            {
                ReadObject(ref reader, path + ".", values);
            }
        }
    }

    private static string? Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.StartArray:
                using (var array = JsonDocument.ParseValue(ref reader))
                {
                    return array.RootElement.GetRawText();
                }

            default:
                return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    // By value: the caller's reader stays where it is.
    private static bool IsSubquery(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("records"u8))
            {
                reader.Read();
                return reader.TokenType == JsonTokenType.StartArray;
            }

            reader.Read();
            reader.Skip();
        }

        return false;
    }
}
