namespace DataMigrator.Cli.Terminal;

/// <summary>Text of an org on a terminal: one line, no control characters, because a Subject must not steer the screen.</summary>
internal static class PlainText
{
    public static string Of(string text) => string.Concat(text.Select(c => char.IsControl(c) || IsDirection(c) ? ' ' : c));

    /// <summary>At most <paramref name="length"/> characters, and a mark if there were more.</summary>
    public static string Of(string text, int length) => text.Length <= length ? Of(text) : Of(text[..length]) + "…";

    /// <summary>Line separators, and marks that turn the writing direction of all that follows: what stands beside the text must stay where it is.</summary>
    private static bool IsDirection(char c) => c is >= '\u2028' and <= '\u202E' or >= '\u2066' and <= '\u2069';
}
