using System.Text.RegularExpressions;

namespace Salesforce.Force.Bulk;

/// <summary>The little that a query job's SOQL must tell us.</summary>
internal static partial class SoqlText
{
    /// <summary>The object after FROM, or null. Bulk queries have no subqueries, and a FROM inside a literal comes after the real one.</summary>
    public static string? FromObject(string soql) => From().Match(soql) is { Success: true } match ? match.Groups["name"].Value : null;

    [GeneratedRegex(@"\bFROM\s+(?<name>[A-Za-z]\w*)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex From();
}
