namespace SalesforceEmulator.Soql;

/// <summary>A query that the org refuses: code, and the text with the place marked as Salesforce marks it.</summary>
internal sealed class SoqlException(string code, string query, int position, string message)
    : Exception(position < 0 ? message : Mark(query, position) + message)
{
    public const string MalformedQuery = "MALFORMED_QUERY";
    public const string InvalidField = "INVALID_FIELD";
    public const string InvalidType = "INVALID_TYPE";

    public string Code { get; } = code;

    public static int Row(string query, int position) => query.AsSpan(0, Math.Min(position, query.Length)).Count('\n') + 1;

    private static string Mark(string query, int position)
    {
        position = Math.Min(position, query.Length);
        var lineStart = query.LastIndexOf('\n', Math.Max(0, position - 1)) + 1;
        if (position == 0)
        {
            lineStart = 0;
        }

        // Salesforce shows a window around the place, not the whole text.
        var from = Math.Max(lineStart, position - 30);
        var end = query.IndexOf('\n', position);
        var to = Math.Min(end < 0 ? query.Length : end, position + 30);
        return $"\n{query[from..to]}\n{new string(' ', position - from)}^\nERROR at Row:{Row(query, position)}:Column:{position - lineStart + 1}\n";
    }
}
