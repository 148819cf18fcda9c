using System.Buffers;
using System.Text.Json;
using SalesforceEmulator.Org.Schema;

namespace SalesforceEmulator.Soql;

/// <summary>Values as the API spells them.</summary>
internal static class ValueWriter
{
    /// <summary>A quoted CSV value, quotes doubled.</summary>
    public static void Csv(ReadOnlySpan<byte> value, IBufferWriter<byte> output)
    {
        var span = output.GetSpan(value.Length + 2);
        span[0] = (byte)'"';
        var used = 1;
        while (true)
        {
            var quote = value.IndexOf((byte)'"');
            if (quote < 0)
            {
                break;
            }

            value[..(quote + 1)].CopyTo(span[used..]);
            used += quote + 1;
            output.Advance(used);
            value = value[(quote + 1)..];
            span = output.GetSpan(value.Length + 2);
            span[0] = (byte)'"';
            used = 1;
        }

        value.CopyTo(span[used..]);
        used += value.Length;
        span[used++] = (byte)'"';
        output.Advance(used);
    }

    /// <summary>A JSON value: instants end in <c>+0000</c>, numbers and booleans are bare.</summary>
    public static void Json(ReadOnlySpan<byte> value, FieldType type, Utf8JsonWriter writer)
    {
        if (value.IsEmpty)
        {
            writer.WriteNullValue();
            return;
        }

        switch (type)
        {
            case FieldType.Boolean:
                writer.WriteBooleanValue(value[0] == 't');
                break;
            case FieldType.Int or FieldType.Double or FieldType.Currency:
                writer.WriteRawValue(value, skipInputValidation: true);
                break;
            case FieldType.DateTime:
                Span<byte> instant = stackalloc byte[28];
                value[..^1].CopyTo(instant);
                "+0000"u8.CopyTo(instant[(value.Length - 1)..]);
                writer.WriteStringValue(instant[..(value.Length + 4)]);
                break;
            default:
                writer.WriteStringValue(value);
                break;
        }
    }
}
