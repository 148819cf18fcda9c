using System.Buffers.Text;
using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;
using SalesforceEmulator.Org.Values;

namespace SalesforceEmulator.Org.Saving;

/// <summary>Checks one value against its field and puts its canonical form into the record.</summary>
internal sealed class FieldWriter(OrgData data, ObjectSchema schema)
{
    private const int MaxInt = 99_999_999; // 8 digits
    private readonly byte[] name = System.Text.Encoding.UTF8.GetBytes(schema.Name);
    private readonly Dictionary<int, byte[][]> picklists = schema.Fields
        .Where(f => f.Restricted && f.Values.Count > 0).ToDictionary(f => f.Slot, f => f.Values.Select(System.Text.Encoding.UTF8.GetBytes).ToArray());

    /// <summary>Null = written. <paramref name="unreadable"/> tells errors of form from errors of content.</summary>
    public OrgError? Write(int column, FieldSchema field, ReadOnlySpan<byte> value, RecordBuilder record, out bool unreadable)
    {
        unreadable = false;
        switch (field.Type)
        {
            case FieldType.Boolean:
                unreadable = !TryBoolean(value, out var flag);
                record.Set(field.Slot, flag ? "true"u8 : "false"u8);
                break;
            case FieldType.Int:
                unreadable = !Utf8Parser.TryParse(value, out int whole, out var used) || used != value.Length;
                if (Math.Abs((long)whole) > MaxInt)
                {
                    return RowErrors.OutOfRange(field, value);
                }

                Span<byte> digits = stackalloc byte[16];
                Utf8Formatter.TryFormat(whole, digits, out var length);
                record.Set(field.Slot, digits[..length]);
                break;
            case FieldType.Double or FieldType.Currency:
                unreadable = !Utf8Parser.TryParse(value, out double number, out var read) || read != value.Length || !double.IsFinite(number);
                record.Set(field.Slot, unreadable ? default : NumberText.Of(number));
                break;
            case FieldType.Date:
                unreadable = !InstantText.TryParseDate(value.EndsWith("Z"u8) ? value[..^1] : value, out _);
                record.Set(field.Slot, unreadable ? default : value[..InstantText.DateLength]);
                break;
            case FieldType.DateTime:
                unreadable = !InstantText.TryParse(value, out var utc);
                InstantText.Write(utc, record.Reserve(field.Slot, InstantText.Length));
                break;
            case FieldType.Reference:
                return Reference(field, value, record);
            default:
                return Text(field, value, record);
        }

        return unreadable ? RowErrors.Deserialize(column, field, value) : null;
    }

    /// <summary>As result files show it; text that can't be read stays as it was sent.</summary>
    public static byte[]? Normalize(FieldSchema field, ReadOnlySpan<byte> value)
    {
        switch (field.Type)
        {
            case FieldType.Boolean:
                return TryBoolean(value, out var flag) ? flag ? "true"u8.ToArray() : "false"u8.ToArray() : null;
            case FieldType.Int:
                return Utf8Parser.TryParse(value, out int whole, out var used) && used == value.Length
                    ? System.Text.Encoding.ASCII.GetBytes(whole.ToString(System.Globalization.CultureInfo.InvariantCulture)) : null;
            case FieldType.Double or FieldType.Currency:
                return Utf8Parser.TryParse(value, out double number, out var read) && read == value.Length && double.IsFinite(number) ? NumberText.Of(number) : null;
            case FieldType.DateTime:
                return InstantText.TryNormalize(value, out var instant) ? instant : null;
            case FieldType.Date:
                return value.Length == InstantText.DateLength + 1 && value[^1] == 'Z' ? value[..^1].ToArray() : null;
            default:
                return null;
        }
    }

    private static bool TryBoolean(ReadOnlySpan<byte> value, out bool flag)
    {
        flag = value is [(byte)'1'] || System.Text.Ascii.EqualsIgnoreCase(value, "true"u8);
        return flag || value is [(byte)'0'] || System.Text.Ascii.EqualsIgnoreCase(value, "false"u8);
    }

    private OrgError? Text(FieldSchema field, ReadOnlySpan<byte> value, RecordBuilder record)
    {
        if (value.Length > field.Length && field.Length > 0 && Utf8Text.CharCount(value) > field.Length)
        {
            return RowErrors.TooLong(field, value);
        }

        if (picklists.TryGetValue(field.Slot, out var allowed) && !Contains(allowed, value))
        {
            return RowErrors.BadPicklist(field, value);
        }

        var at = value.IndexOf((byte)'@');
        if (field.Type == FieldType.Email && (at < 1 || at == value.Length - 1 || value.Contains((byte)' ')))
        {
            return RowErrors.BadEmail(field, value);
        }

        record.Set(field.Slot, value);
        return null;
    }

    private static bool Contains(byte[][] allowed, ReadOnlySpan<byte> value)
    {
        foreach (var one in allowed)
        {
            if (value.SequenceEqual(one))
            {
                return true;
            }
        }

        return false;
    }

    private OrgError? Reference(FieldSchema field, ReadOnlySpan<byte> value, RecordBuilder record)
    {
        Span<byte> id = stackalloc byte[SalesforceId.Length];
        if (!SalesforceId.TryNormalize(value, id))
        {
            return RowErrors.BadId(field, value);
        }

        var parent = data.Schema.OfId(id);
        if (parent is null || !field.ReferenceTo.Contains(parent.Name))
        {
            return parent is null && field.ReferenceTo.Any(o => data.Schema.Find(o) is null) ? RowErrors.NoSuchRecord() : RowErrors.BadId(field, value);
        }

        var row = data[parent].Find(id);
        if (!row.Exists || row.IsPurged)
        {
            return RowErrors.NoSuchRecord();
        }

        if (row.IsDeleted)
        {
            return RowErrors.IsDeleted();
        }

        if (field.Slot == schema.OwnerSlot && parent.Name == "User" && !row[parent.SlotOf("IsActive")].SequenceEqual("true"u8))
        {
            return RowErrors.Inactive(id, schema);
        }

        if (field.Slot == schema.OwnerSlot && parent.Name == "Group" && !TakesQueue(id))
        {
            return RowErrors.WrongQueue();
        }

        record.Set(field.Slot, id);
        return null;
    }

    private bool TakesQueue(ReadOnlySpan<byte> queue)
    {
        var takes = data["QueueSobject"];
        for (uint i = 0; i < takes.Count; i++)
        {
            var row = takes.Get(i);
            if (row[takes.Schema.SlotOf("QueueId")].SequenceEqual(queue) && row[takes.Schema.SlotOf("SobjectType")].SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }
}
