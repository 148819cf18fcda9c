namespace DataMigrator.Cli.Terminal;

/// <summary>Text of an org on the terminal: one harmless line. What moves the cursor, ends a line or turns the direction of what follows is a blank.</summary>
internal static class PlainText
{
    public static string Of(string text) => string.Concat(text.Select(c => char.IsControl(c) || Turns(c) ? ' ' : c));

    /// <summary>As <see cref="Of(string)"/>, line by line: for sentences of ours that may hold such text, and traces.</summary>
    public static string Lines(string text) => string.Join(Environment.NewLine, text.ReplaceLineEndings("\n").Split('\n').Select(line => Of(line)));

    /// <summary>At most <paramref name="length"/> characters, never half a one, and a mark if there were more.</summary>
    public static string Of(string text, int length) => text.Length <= length ? Of(text) : Of(text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)]) + "…";

    // Line and paragraph separators; marks, embeddings, overrides and isolates of direction (Unicode Bidirectional Algorithm, 2.1 to 2.6).
    private static bool Turns(char c) => c is '\u2028' or '\u2029' or '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
