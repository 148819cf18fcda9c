using System.Buffers.Text;
using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;
using SalesforceEmulator.Org.Values;

namespace SalesforceEmulator.Soql;

/// <summary>One ORDER BY item. Nulls come first unless NULLS LAST is said.</summary>
internal sealed record SortKey(ValueSource Source, bool Descending, bool NullsFirst)
{
    public static SortKey Of(OrderItem item, ValueSource source, string query) => source.Field.Sortable
        ? new SortKey(source, item.Descending, item.NullsFirst ?? true)
        : throw new SoqlException(SoqlException.MalformedQuery, query, item.Value.Position, $"field '{source.Field.Name}' can not be sorted in a query call");

    public int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return left.IsEmpty == right.IsEmpty ? 0 : left.IsEmpty == NullsFirst ? -1 : 1;
        }

        var order = Source.Field.IsNumber ? Number(left).CompareTo(Number(right))
            : Source.Field.IsText ? Utf8Text.CompareIgnoreCase(left, right)
            : left.SequenceCompareTo(right);
        return Descending ? -order : order;
    }

    public static double Number(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out double number, out _) ? number : 0;
}

/// <summary>Sorts rows by keys; rows that are equal keep their id order.</summary>
internal sealed class RowSorter(OrgData data, SortKey[] keys)
{
    public void Sort(AddressBuffer rows)
    {
        // The first key as a number decides most comparisons without touching a row.
        var entries = new (ulong Prefix, uint Address, int Place)[rows.Count];
        Span<byte> scratch = stackalloc byte[ValueSource.ScratchBytes];
        var trail = new SegmentTrail(data.Log);
        for (var i = 0; i < entries.Length; i++)
        {
            var address = rows[i];
            trail.Touch(address);
            entries[i] = (Prefix(keys[0], keys[0].Source.Read(data.Log.Read(address), scratch)), address, i);
        }

        Array.Sort(entries, Compare);
        rows.Assign(entries.Select(e => e.Address).ToArray());
    }

    private static ulong Prefix(SortKey key, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return key.NullsFirst ? 0 : ulong.MaxValue;
        }

        ulong prefix = 1;
        var field = key.Source.Field;
        if (field.IsNumber)
        {
            var bits = BitConverter.DoubleToInt64Bits(SortKey.Number(value));
            prefix = bits < 0 ? ~(ulong)bits : (ulong)bits | (1UL << 63);
        }
        else if (field.Type == FieldType.DateTime && InstantText.TryParse(value, out var instant))
        {
            prefix = (ulong)instant.Ticks;
        }
        else if (field.Type == FieldType.Date && InstantText.TryParseDate(value, out var day))
        {
            prefix = (ulong)day.DayNumber;
        }
        else if (field.Type == FieldType.Id && SalesforceId.TryNumber(value, out var number))
        {
            prefix = number;
        }

        prefix = Math.Clamp(prefix, 1, ulong.MaxValue - 1);
        return key.Descending ? ~prefix : prefix;
    }

    private int Compare((ulong Prefix, uint Address, int Place) left, (ulong Prefix, uint Address, int Place) right)
    {
        Span<byte> one = stackalloc byte[ValueSource.ScratchBytes];
        Span<byte> other = stackalloc byte[ValueSource.ScratchBytes];
        var quick = left.Prefix.CompareTo(right.Prefix);
        if (quick != 0)
        {
            return quick;
        }

        var (leftRow, rightRow) = (data.Log.Read(left.Address), data.Log.Read(right.Address));
        foreach (var key in keys)
        {
            var order = key.Compare(key.Source.Read(leftRow, one), key.Source.Read(rightRow, other));
            if (order != 0)
            {
                return order;
            }
        }

        return left.Place.CompareTo(right.Place);
    }
}
