using System.Buffers.Text;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Soql;

/// <summary>A compiled condition.</summary>
internal abstract class RowFilter
{
    public abstract bool Matches(RowView row);
}

internal sealed class AllOf(RowFilter[] parts) : RowFilter
{
    public IReadOnlyList<RowFilter> Parts => parts;

    public override bool Matches(RowView row)
    {
        foreach (var part in parts)
        {
            if (!part.Matches(row))
            {
                return false;
            }
        }

        return true;
    }
}

internal sealed class AnyOf(RowFilter[] parts) : RowFilter
{
    public override bool Matches(RowView row)
    {
        foreach (var part in parts)
        {
            if (part.Matches(row))
            {
                return true;
            }
        }

        return false;
    }
}

internal sealed class NoneOf(RowFilter inner) : RowFilter
{
    public override bool Matches(RowView row) => !inner.Matches(row);
}

/// <summary><c>= null</c>.</summary>
internal sealed class IsNull(ValueSource source) : RowFilter
{
    public override bool Matches(RowView row) => source.Read(row, stackalloc byte[ValueSource.ScratchBytes]).IsEmpty;
}

/// <summary>Equal bytes: ids, booleans, dates, instants in their one written form.</summary>
internal sealed class EqualBytes(ValueSource source, byte[] value) : RowFilter
{
    public ValueSource Source => source;

    public byte[] Value => value;

    public override bool Matches(RowView row) => source.Read(row, stackalloc byte[ValueSource.ScratchBytes]).SequenceEqual(value);
}

/// <summary>Text without regard to case.</summary>
internal sealed class EqualText(ValueSource source, byte[] value) : RowFilter
{
    public ValueSource Source => source;

    public byte[] Value => value;

    public override bool Matches(RowView row) => Utf8Text.EqualsIgnoreCase(source.Read(row, stackalloc byte[ValueSource.ScratchBytes]), value);
}

internal sealed class LikeText(ValueSource source, byte[] pattern) : RowFilter
{
    public override bool Matches(RowView row)
    {
        var value = source.Read(row, stackalloc byte[ValueSource.ScratchBytes]);
        return !value.IsEmpty && Utf8Text.Like(value, pattern);
    }
}

/// <summary>
/// From (inclusive) to (exclusive) over values whose written form sorts like the value: ids, dates, instants. Null bounds are open; null values don't match.
/// </summary>
internal sealed class ByteRange(ValueSource source, byte[]? from, byte[]? to) : RowFilter
{
    public ValueSource Source => source;

    public byte[]? From => from;

    public byte[]? To => to;

    public override bool Matches(RowView row)
    {
        var value = source.Read(row, stackalloc byte[ValueSource.ScratchBytes]);
        return !value.IsEmpty && (from is null || value.SequenceCompareTo(from) >= 0) && (to is null || value.SequenceCompareTo(to) < 0);
    }
}

internal sealed class CompareText(ValueSource source, string op, byte[] value) : RowFilter
{
    public override bool Matches(RowView row)
    {
        var own = source.Read(row, stackalloc byte[ValueSource.ScratchBytes]);
        return !own.IsEmpty && Order.Holds(Utf8Text.CompareIgnoreCase(own, value), op);
    }
}

internal sealed class CompareNumber(ValueSource source, string op, double value) : RowFilter
{
    public override bool Matches(RowView row)
    {
        var own = source.Read(row, stackalloc byte[ValueSource.ScratchBytes]);
        return !own.IsEmpty && Utf8Parser.TryParse(own, out double number, out _) && Order.Holds(number.CompareTo(value), op);
    }
}

/// <summary>IN over ids and other exact values.</summary>
internal sealed class InBytes(ValueSource source, HashSet<string> values) : RowFilter
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = values.GetAlternateLookup<ReadOnlySpan<char>>();

    public ValueSource Source => source;

    public IReadOnlyCollection<string> Values => values;

    public override bool Matches(RowView row)
    {
        var own = source.Read(row, stackalloc byte[ValueSource.ScratchBytes]);
        if (own.IsEmpty)
        {
            return false;
        }

        Span<char> text = own.Length <= 256 ? stackalloc char[256] : new char[own.Length];
        return lookup.Contains(text[..System.Text.Encoding.UTF8.GetChars(own, text)]);
    }
}

internal static class Order
{
    public static bool Holds(int comparison, string op) => op switch
    {
        "=" => comparison == 0,
        "<" => comparison < 0,
        "<=" => comparison <= 0,
        ">" => comparison > 0,
        ">=" => comparison >= 0,
        _ => throw new ArgumentOutOfRangeException(nameof(op)),
    };
}
