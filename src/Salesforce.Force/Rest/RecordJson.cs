using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Salesforce.Force.Rest;

/// <summary>Records as sObject Collections take them.</summary>
internal static class RecordJson
{
    public static byte[] Write(string sobject, IReadOnlyList<IReadOnlyDictionary<string, object?>> records, bool allOrNone)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBoolean("allOrNone", allOrNone);
            json.WriteStartArray("records");
            foreach (var record in records)
            {
                json.WriteStartObject();
                json.WriteStartObject("attributes");
                json.WriteString("type", sobject);
                json.WriteEndObject();
                foreach (var (name, value) in record)
                {
                    json.WritePropertyName(name);
                    WriteValue(json, name, value);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case DateTimeOffset instant:
                json.WriteStringValue(instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                break;
            case DateOnly date:
                json.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case IReadOnlyDictionary<string, object?> parent:
                // A parent by external id: {"Owner":{"Email":"…"}}.
                json.WriteStartObject();
                foreach (var (key, inner) in parent)
                {
                    json.WritePropertyName(key);
                    WriteValue(json, key, inner);
                }

                json.WriteEndObject();
                break;
            default:
                throw new ArgumentException($"Field {name}: a {value.GetType().Name} is not a value Salesforce takes. Give a string, bool, number, DateTimeOffset, DateOnly or null.", nameof(value));
        }
    }
}
