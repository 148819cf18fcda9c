using System.Globalization;

namespace DataMigrator;

/// <summary>At most <paramref name="Value"/> rows, or percent of the rows read.</summary>
internal readonly record struct Tolerance(double Value, bool IsPercent)
{
    /// <summary>True if <paramref name="count"/> of <paramref name="total"/> is too many.</summary>
    public bool IsExceededBy(long count, long total) => IsPercent ? count > total * Value / 100 : count > Value;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value}{(IsPercent ? "%" : string.Empty)}");

    public static bool TryParse(string text, out Tolerance tolerance)
    {
        var percent = text.EndsWith('%');
        var parsed = double.TryParse(percent ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value >= 0 && (percent ? value <= 100 : value == Math.Floor(value));
        tolerance = new Tolerance(value, percent);
        return parsed;
    }
}
