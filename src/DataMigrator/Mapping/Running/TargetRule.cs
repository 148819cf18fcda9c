using System.Buffers.Text;
using System.Text;
using DataMigrator.Mapping.Rules;
using DataMigrator.Mapping.Texts;
using DataMigrator.Mapping.Times;
using DataMigrator.Staging;

namespace DataMigrator.Mapping.Running;

/// <summary>What happens if a field's rule gives nothing.</summary>
internal enum OnMissing
{
    Null,
    Reject,
    Default,
}

/// <summary>How a value has to look for its field.</summary>
internal enum ValueShape
{
    Text,
    Lines,
    Instant,
    Date,
    Whole,
    Number,
    Flag,
    Id,
    Picklist,
}

/// <param name="trusted">Its ids come from Salesforce itself: 18 characters are right as they are.</param>
/// <summary>One target field: its rule, the form its type asks for, and what to do without a value.</summary>
internal sealed class TargetRule(string name, Rule rule, ValueShape shape, int maxUnits, byte[] mark, OnMissing onMissing, byte[] fallback, ValueTable? allowed, bool trusted = false)
{
    private readonly MapReason missing = new(TaskDoor.Rejected, name, rule.Label, "no value");
    private readonly MapReason unlisted = new(TaskDoor.Rejected, name, rule.Label, "the value is not in the target's picklist");

    public string Field => name;

    public Rule Rule => rule;

    /// <summary>Sets the value; a reason if the row has to be rejected.</summary>
    public MapReason? Fill(scoped in RowContext row, CallBuffer call, int index)
    {
        var value = Value(row, out var isUnlisted);
        if (!value.IsEmpty)
        {
            call.Set(index, value);
            return null;
        }

        if (onMissing == OnMissing.Default)
        {
            call.Set(index, fallback);
            return null;
        }

        call.SetNull(index);
        if (onMissing == OnMissing.Reject)
        {
            if (isUnlisted)
            {
                call.Detail = MapDetail.Of(rule.Text(row));
            }

            return isUnlisted ? unlisted : missing;
        }

        return null;
    }

    private ReadOnlySpan<byte> Value(scoped in RowContext row, out bool isUnlisted)
    {
        isUnlisted = false;
        switch (shape)
        {
            case ValueShape.Instant:
            {
                if (!rule.TryInstant(row, out var instant))
                {
                    return default;
                }

                var room = row.Scratch.Reserve(IsoTime.Length);
                IsoTime.Format(instant, room);
                return room;
            }

            case ValueShape.Date:
            {
                var text = rule.Text(row);
                return IsoTime.TryDate(text, out _) ? text[..10] : default;
            }

            case ValueShape.Whole or ValueShape.Number:
                return Number(row);
            case ValueShape.Flag:
            {
                var text = rule.Text(row);
                return Texts.Ascii.EqualsIgnoreCase(text, "true"u8) || text.SequenceEqual("1"u8) ? "true"u8 : text.IsEmpty ? default : "false"u8;
            }

            case ValueShape.Id:
            {
                var text = rule.Text(row);
                if (trusted && text.Length == SalesforceId.Length)
                {
                    return text;
                }

                if (!SalesforceId.TryParse(text, out var id))
                {
                    return default;
                }

                var room = row.Scratch.Reserve(SalesforceId.Length);
                return id.TryFormat(room, out var length) ? room[..length] : default;
            }

            case ValueShape.Picklist when allowed is not null:
            {
                var text = Texts.Ascii.Trim(rule.Text(row));
                if (text.IsEmpty)
                {
                    return default;
                }

                isUnlisted = !allowed.TryGet(text, out var listed);
                return listed;
            }

            default:
                return Clean(row, rule.Text(row));
        }
    }

    private ReadOnlySpan<byte> Number(scoped in RowContext row)
    {
        if (!rule.TryNumber(row, out var number) || Math.Abs(number) >= 1e18)
        {
            return default;
        }

        var room = row.Scratch.Reserve(32);
        int length;
        if (shape == ValueShape.Whole || number == Math.Floor(number))
        {
            Utf8Formatter.TryFormat((long)Math.Round(number, MidpointRounding.AwayFromZero), room, out length);
        }
        else if (!Utf8Formatter.TryFormat(number, room, out length))
        {
            return default;
        }

        return room[..length];
    }

    private ReadOnlySpan<byte> Clean(scoped in RowContext row, ReadOnlySpan<byte> text)
    {
        var lines = shape == ValueShape.Lines;
        text = Texts.Ascii.Trim(text);
        if (TextCleaner.IsClean(text, lines, maxUnits))
        {
            // A spreadsheet's "#N/A" is Bulk API's word for null, quoted or not: it can't be a value.
            return text.SequenceEqual("#N/A"u8) ? default : text;
        }

        var room = row.Scratch.Reserve((text.Length * 3) + mark.Length + 4);
        return room[..TextCleaner.Clean(text, lines, maxUnits, mark, room)];
    }
}

internal static class MapDetail
{
    private const int Longest = 200;

    /// <summary>A value for people, cut to 200 characters; null if empty.</summary>
    public static string? Of(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return null;
        }

        Span<byte> room = stackalloc byte[(Longest * 4) + 8];
        var piece = value[..Math.Min(value.Length, Longest)];
        var length = TextCleaner.Clean(piece, lines: false, Longest, "…"u8, room);
        return Encoding.UTF8.GetString(room[..length]);
    }
}
