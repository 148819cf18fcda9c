using System.Buffers.Text;
using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Soql;

/// <summary>Reads one value of a row: a field, a parent's field, or a function of one.</summary>
internal abstract class ValueSource(FieldSchema field)
{
    public const int ScratchBytes = 40;

    /// <summary>Type and rules of the value.</summary>
    public FieldSchema Field { get; } = field;

    /// <summary>The value's UTF-8; empty = null.</summary>
    /// <param name="scratch">At least <see cref="ScratchBytes"/> bytes for values that are computed.</param>
    public abstract ReadOnlySpan<byte> Read(RowView row, Span<byte> scratch);
}

/// <summary>A field of the row itself.</summary>
internal sealed class SlotSource(FieldSchema field) : ValueSource(field)
{
    private readonly int slot = field.Slot;

    public override ReadOnlySpan<byte> Read(RowView row, Span<byte> scratch) => row[slot];
}

/// <summary>One step along a lookup.</summary>
internal sealed class ParentHop(OrgData data, FieldSchema reference)
{
    public FieldSchema Reference => reference;

    public RowView Follow(RowView row)
    {
        var id = row[reference.Slot];
        if (id.IsEmpty)
        {
            return default;
        }

        if (reference.ReferenceKey is { } key)
        {
            var table = data[reference.ReferenceTo[0]];
            lock (data.WriteLock)
            {
                return table.IndexOf(table.Schema[key]).Find(id, out var ordinal, out _) > 0 ? table.Get(ordinal) : default;
            }
        }

        var parent = data.Find(id);
        return parent.Exists && parent.IsPurged ? default : parent;
    }
}

/// <summary>A field of a parent, grandparent, …; polymorphic parents answer by the object that the id belongs to.</summary>
internal sealed class ParentSource(ParentHop[] hops, FieldSchema field, int[]? slotByObject) : ValueSource(field)
{
    private readonly int slot = field.Slot;

    public override ReadOnlySpan<byte> Read(RowView row, Span<byte> scratch)
    {
        foreach (var hop in hops)
        {
            row = hop.Follow(row);
            if (!row.Exists)
            {
                return default;
            }
        }

        if (slotByObject is null)
        {
            return row[slot];
        }

        var own = slotByObject[row.ObjectIndex];
        return own < 0 ? default : row[own];
    }
}

/// <summary><c>Who.Type</c>: the parent's object name.</summary>
internal sealed class ParentTypeSource(OrgData data, ParentHop[] hops, FieldSchema field) : ValueSource(field)
{
    private readonly byte[][] names = [.. data.Schema.Objects.Select(o => System.Text.Encoding.UTF8.GetBytes(o.Name))];

    public override ReadOnlySpan<byte> Read(RowView row, Span<byte> scratch)
    {
        foreach (var hop in hops)
        {
            row = hop.Follow(row);
            if (!row.Exists)
            {
                return default;
            }
        }

        return names[row.ObjectIndex];
    }
}

/// <summary>CALENDAR_YEAR(x) and the other date functions; all in UTC.</summary>
internal sealed class DateFunctionSource(string function, ValueSource inner) : ValueSource(ResultOf(function, inner.Field))
{
    public static bool IsName(string name) => name is "CALENDAR_YEAR" or "CALENDAR_MONTH" or "CALENDAR_QUARTER" or "DAY_ONLY" or "DAY_IN_MONTH" or "DAY_IN_WEEK"
        or "DAY_IN_YEAR" or "HOUR_IN_DAY" or "WEEK_IN_MONTH" or "WEEK_IN_YEAR" or "FISCAL_YEAR" or "FISCAL_MONTH" or "FISCAL_QUARTER";

    public override ReadOnlySpan<byte> Read(RowView row, Span<byte> scratch)
    {
        var value = inner.Read(row, scratch);
        if (value.Length < 10)
        {
            return default;
        }

        if (function == "DAY_ONLY")
        {
            return value[..10];
        }

        int Part(ReadOnlySpan<byte> text, int from, int length) => Utf8Parser.TryParse(text.Slice(from, length), out int part, out _) ? part : 0;
        var (year, month, day) = (Part(value, 0, 4), Part(value, 5, 2), Part(value, 8, 2));
        var result = function switch
        {
            "CALENDAR_YEAR" or "FISCAL_YEAR" => year,
            "CALENDAR_MONTH" or "FISCAL_MONTH" => month,
            "CALENDAR_QUARTER" or "FISCAL_QUARTER" => ((month - 1) / 3) + 1,
            "DAY_IN_MONTH" => day,
            "DAY_IN_WEEK" => (int)new DateOnly(year, month, day).DayOfWeek + 1,
            "DAY_IN_YEAR" => new DateOnly(year, month, day).DayOfYear,
            "HOUR_IN_DAY" => value.Length > 13 ? Part(value, 11, 2) : 0,
            "WEEK_IN_MONTH" => ((day - 1) / 7) + 1,
            _ => ((new DateOnly(year, month, day).DayOfYear - 1) / 7) + 1,
        };
        Utf8Formatter.TryFormat(result, scratch, out var written);
        return scratch[..written];
    }

    private static FieldSchema ResultOf(string function, FieldSchema field) => field with
    {
        Type = function == "DAY_ONLY" ? FieldType.Date : FieldType.Int, Groupable = true, RelationshipName = null,
    };
}
