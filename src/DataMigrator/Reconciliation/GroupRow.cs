using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using DataMigrator.Staging;

namespace DataMigrator.Reconciliation;

/// <summary>
/// A row of an org's answer to <c>SELECT year y, month m, type t, owner o, count n, sum s … GROUP BY</c>. Orgs answer with up to 100,000: read by hand, without a
/// string for each type and owner, they cost 0.2 µs each; by a source-generated JSON contract it was 0.75.
/// </summary>
internal readonly record struct GroupRow(GroupKey Group, long Count, long Seconds)
{
    /// <param name="groups">What the row is one of.</param>
    /// <exception cref="JsonException">It is no such row.</exception>
    public static GroupRow Read(ref Utf8JsonReader reader, CallGroups groups)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A group is an object.");
        }

        long year = 0, month = 0, count = 0, seconds = 0;
        ReadOnlySpan<byte> type = default, owner = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var alias = reader.ValueSpan is [var letter] ? letter : default;
            reader.Read();
            switch (alias)
            {
                case (byte)'y':
                    year = Number(ref reader);
                    break;
                case (byte)'m':
                    month = Number(ref reader);
                    break;
                case (byte)'t':
                    type = Text(ref reader);
                    break;
                case (byte)'o':
                    owner = Text(ref reader);
                    break;
                case (byte)'n':
                    count = Number(ref reader);
                    break;
                case (byte)'s':
                    seconds = reader.TokenType == JsonTokenType.Null ? 0 : Number(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(groups.KeyOf((int)((year * 12) + month - 1), type, owner), count, seconds);
    }

    /// <summary>Null is empty.</summary>
    private static ReadOnlySpan<byte> Text(scoped ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => default,
        JsonTokenType.String => reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan,
        _ => throw new JsonException("A group is named by text."),
    };

    /// <summary>Sums may be written as 12.0 or 1.2E8; what follows the point is cut off.</summary>
    private static long Number(ref Utf8JsonReader reader)
    {
        var text = reader.TokenType is JsonTokenType.Number or JsonTokenType.String ? reader.ValueSpan : default;
        return Utf8Parser.TryParse(text, out long whole, out var used) && used == text.Length ? whole
            : Utf8Parser.TryParse(text, out double number, out used) && used == text.Length ? (long)number
            : throw new JsonException("A group is counted in numbers.");
    }
}
