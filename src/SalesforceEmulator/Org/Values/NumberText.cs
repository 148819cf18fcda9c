using System.Globalization;
using System.Text;

namespace SalesforceEmulator.Org.Values;

/// <summary>Doubles as Salesforce (Java) prints them: <c>30.0</c>, <c>0.25</c>, <c>9.12260031E8</c> from ten million up.</summary>
internal static class NumberText
{
    public static byte[] Of(double value)
    {
        var size = Math.Abs(value);
        if (size == 0)
        {
            return "0.0"u8.ToArray();
        }

        if (size is >= 1e-3 and < 1e7)
        {
            var plain = value.ToString("0.0################", CultureInfo.InvariantCulture);
            var shortest = value.ToString("R", CultureInfo.InvariantCulture);
            return Encoding.ASCII.GetBytes(shortest.Contains('E', StringComparison.Ordinal) ? plain : shortest.Contains('.', StringComparison.Ordinal) ? shortest : shortest + ".0");
        }

        var digits = value.ToString("E16", CultureInfo.InvariantCulture);
        var exponent = int.Parse(digits.AsSpan(digits.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = Mantissa(value);
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{mantissa}E{exponent}"));
    }

    private static string Mantissa(double value)
    {
        // The shortest digits that give the value back, with the point after the first.
        var text = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var digits = new string([.. (text.Contains('E', StringComparison.Ordinal) ? text[..text.IndexOf('E', StringComparison.Ordinal)] : text).Where(char.IsAsciiDigit)]);
        digits = digits.TrimStart('0').TrimEnd('0');
        return (value < 0 ? "-" : "") + digits[0] + "." + (digits.Length > 1 ? digits[1..] : "0");
    }
}
