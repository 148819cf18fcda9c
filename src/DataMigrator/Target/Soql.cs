using System.Text;

namespace DataMigrator.Target;

/// <summary>Text that goes into SOQL.</summary>
internal static class Soql
{
    /// <summary>A quoted literal; backslash and quote escaped, as SOQL's reserved characters demand.</summary>
    public static string Quote(string value) =>
        $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    /// <summary><c>('a','b')</c>.</summary>
    public static string List(IEnumerable<string> values) => new StringBuilder("(").AppendJoin(',', values.Select(Quote)).Append(')').ToString();

    /// <summary>Splits values so that each query fits into a URI: Salesforce refuses more than 16,384 bytes (414), headers included (431).</summary>
    public static IEnumerable<string[]> Chunks(string restOfQuery, IReadOnlyCollection<string> values)
    {
        const int uriBudget = 14_000;
        const int mostPerQuery = 400;
        var longest = values.Count == 0 ? 1 : values.Max(v => Uri.EscapeDataString(Quote(v)).Length) + 3;
        var fits = Math.Max(1, (uriBudget - Uri.EscapeDataString(restOfQuery).Length) / longest);
        return values.Chunk(Math.Min(mostPerQuery, fits));
    }
}
