namespace DataMigrator.Mapping.Phones;

/// <summary>Tells a value ("Phone: 415 555 2671", "Caller: 415 555 2671, answered by Jane") from a sentence that somebody typed ("Phone: 415 555 2671 is disconnected").</summary>
internal static class Prose
{
    private const int LongestWord = 12;

    // What may follow a number in a call log, as it is folded.
    private static readonly HashSet<string> LogWords = new(StringComparer.Ordinal)
    {
        "to", "from", "via", "on", "at", "by", "with", "and", "was", "ext", "x", "extension", "answered", "missed", "abandoned", "ended", "connected", "lasted", "duration",
        "mobile", "cell", "home", "work", "office", "direct", "main", "an", "von", "nach", "am", "um", "mobil", "vers", "de", "le", "a", "al", "para", "el", "da", "per", "van", "naar", "op",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Known = LogWords.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a sentence goes on behind a number: a word in small letters that no call log writes there.</summary>
    /// <param name="at">Where the number ends.</param>
    public static bool GoesOn(ReadOnlySpan<byte> text, int at)
    {
        var rest = text[Math.Min(at, text.Length)..].TrimStart(" "u8);
        if (rest.IsEmpty || !char.IsAsciiLetterLower((char)rest[0]) || TextClues.StartsWithUnit(rest[..Math.Min(rest.Length, LongestWord)]))
        {
            return false;
        }

        Span<char> word = stackalloc char[LongestWord];
        var length = 0;
        while (length < rest.Length && length < LongestWord && char.IsAsciiLetterLower((char)rest[length]))
        {
            word[length] = (char)rest[length];
            length++;
        }

        // "duration: 30" is the next value.
        var isLabel = length < rest.Length && rest[length] is (byte)':' or (byte)'=';
        return !isLabel && !Known.Contains(word[..length]);
    }
}
