namespace Salesforce.Force.Bulk;

/// <summary>A parsed <c>sf__Error</c>: <c>STATUS_CODE:message:Field1,Field2 --</c>.</summary>
/// <param name="StatusCode">Such as <c>REQUIRED_FIELD_MISSING</c>; <c>UNKNOWN_EXCEPTION</c> if the text has none.</param>
/// <param name="Message">For people; may itself hold colons and commas, and values of the row.</param>
/// <param name="Fields">API names; empty if the error is not about fields.</param>
public sealed record RowError(string StatusCode, string Message, IReadOnlyList<string> Fields)
{
    private const string Tail = "--";

    /// <summary>Parses; text without a code gives <c>UNKNOWN_EXCEPTION</c> and the text as message.</summary>
    public static RowError Parse(string text)
    {
        var rest = text.AsSpan().Trim();
        var colon = rest.IndexOf(':');
        if (colon <= 0 || !IsCode(rest[..colon]))
        {
            return new RowError("UNKNOWN_EXCEPTION", text, []);
        }

        var code = rest[..colon].ToString();
        rest = rest[(colon + 1)..].TrimEnd();
        if (!rest.EndsWith(Tail, StringComparison.Ordinal))
        {
            return new RowError(code, rest.Trim().ToString(), []);
        }

        rest = rest[..^Tail.Length].TrimEnd();
        var last = rest.LastIndexOf(':');
        if (last < 0)
        {
            return new RowError(code, rest.Trim().ToString(), []);
        }

        var fields = rest[(last + 1)..].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        // A message that ends in a colon and words, with the field part left out, is all message.
        return fields.All(f => IsField(f))
            ? new RowError(code, rest[..last].Trim().ToString(), fields)
            : new RowError(code, rest.Trim().ToString(), []);
    }

    private static bool IsCode(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Codes);

    private static bool IsField(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Names);

    private static readonly System.Buffers.SearchValues<char> Codes = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private static readonly System.Buffers.SearchValues<char> Names =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.");
}
