using System.Globalization;
using System.Text;
using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Values;

namespace SalesforceEmulator.Soql;

/// <summary>One aggregate over one group.</summary>
internal sealed class Aggregate(string function, FieldSchema? field)
{
    private readonly HashSet<string>? distinct = function == "COUNT_DISTINCT" ? new HashSet<string>(StringComparer.OrdinalIgnoreCase) : null;
    private long count;
    private double sum;
    private byte[]? best;

    public static bool IsName(string name) => name is "COUNT" or "COUNT_DISTINCT" or "SUM" or "MIN" or "MAX" or "AVG";

    /// <summary>The field that describes the result.</summary>
    public static FieldSchema ResultOf(string function, FieldSchema? field) => function switch
    {
        "COUNT" or "COUNT_DISTINCT" => new FieldSchema("expr", "Count", FieldType.Int),
        "AVG" => new FieldSchema("expr", "Average", FieldType.Double),
        "SUM" => new FieldSchema("expr", "Sum", field!.Type == FieldType.Int ? FieldType.Int : FieldType.Double),
        _ => field! with { RelationshipName = null },
    };

    public void Add(ReadOnlySpan<byte> value)
    {
        if (field is null)
        {
            count++;
            return;
        }

        if (value.IsEmpty)
        {
            return;
        }

        count++;
        switch (function)
        {
            case "COUNT_DISTINCT":
                distinct!.Add(Encoding.UTF8.GetString(value));
                break;
            case "SUM" or "AVG":
                sum += SortKey.Number(value);
                break;
            case "MIN" or "MAX":
                var order = best is null ? 0 : Compare(value, best);
                if (best is null || (function == "MIN" ? order < 0 : order > 0))
                {
                    best = value.ToArray();
                }

                break;
        }
    }

    public byte[] Result() => function switch
    {
        "COUNT" => Encoding.ASCII.GetBytes(count.ToString(CultureInfo.InvariantCulture)),
        "COUNT_DISTINCT" => Encoding.ASCII.GetBytes(distinct!.Count.ToString(CultureInfo.InvariantCulture)),
        "SUM" when count == 0 => [],
        "SUM" when field!.Type == FieldType.Int => Encoding.ASCII.GetBytes(((long)sum).ToString(CultureInfo.InvariantCulture)),
        "SUM" => NumberText.Of(sum),
        "AVG" => count == 0 ? [] : NumberText.Of(sum / count),
        _ => best ?? [],
    };

    private int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        field!.IsNumber ? SortKey.Number(left).CompareTo(SortKey.Number(right))
        : field.IsText ? Org.Store.Utf8Text.CompareIgnoreCase(left, right)
        : left.SequenceCompareTo(right);
}
