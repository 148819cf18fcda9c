namespace Salesforce.Force.Bulk;

/// <summary>A parsed <c>sf__Error</c>: <c>STATUS_CODE:message:Field1,Field2 --</c>.</summary>
public sealed record RowError(string StatusCode, string Message, IReadOnlyList<string> Fields)
{
    /// <summary>Parses; text without a code gives <c>UNKNOWN_EXCEPTION</c> and the text as message.</summary>
    public static RowError Parse(string text) => throw new NotImplementedException();
}
