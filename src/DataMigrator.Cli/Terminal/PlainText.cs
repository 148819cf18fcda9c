namespace DataMigrator.Cli.Terminal;

/// <summary>Text of an org on a terminal: one line, no control characters, because a Subject must not steer the screen.</summary>
internal static class PlainText
{
    public static string Of(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    /// <summary>At most <paramref name="length"/> characters, and a mark if there were more.</summary>
    public static string Of(string text, int length) => text.Length <= length ? Of(text) : Of(text[..length]) + "…";
}
