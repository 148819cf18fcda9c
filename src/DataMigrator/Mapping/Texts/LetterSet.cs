namespace DataMigrator.Mapping.Texts;

/// <summary>
/// Which characters are in a text, a bit each: ASCII letters in either case, all digits one, all that is not ASCII one. A text that lacks a letter of a word lacks the word:
/// made once per text and row (0.5 ns per byte), it settles nine of ten searches by one AND where each would take 5 to 20 ns, and most regexes before they are run.
/// </summary>
internal readonly record struct LetterSet(ulong Bits)
{
    private const int Digit = 26;
    private const int Control = 27;
    private const int FirstMark = 28;
    private const int Other = 63;

    private static readonly ulong[] BitOf = [.. Enumerable.Range(0, 256).Select(b => 1UL << Place((byte)b))];

    public static LetterSet Digits { get; } = new(1UL << Digit);

    /// <summary>What is not ASCII.</summary>
    public static LetterSet Beyond { get; } = new(1UL << Other);

    public static LetterSet Of(ReadOnlySpan<byte> utf8)
    {
        // Two at a time: an OR waits for the one before it.
        var bits = BitOf;
        var (even, odd) = (0UL, 0UL);
        var at = 0;
        for (; at + 1 < utf8.Length; at += 2)
        {
            even |= bits[utf8[at]];
            odd |= bits[utf8[at + 1]];
        }

        return new LetterSet(even | odd | (at < utf8.Length ? bits[utf8[at]] : 0));
    }

    /// <summary>Whether all of the other's are in it.</summary>
    public bool HasAll(LetterSet others) => (others.Bits & ~Bits) == 0;

    public bool HasAny(LetterSet others) => (others.Bits & Bits) != 0;

    // 26 letters, 33 marks with the blank, and the three that stand for many.
    private static int Place(byte b) => b switch
    {
        >= 0x80 => Other,
        >= (byte)'a' and <= (byte)'z' => b - 'a',
        >= (byte)'A' and <= (byte)'Z' => b - 'A',
        >= (byte)'0' and <= (byte)'9' => Digit,
        < (byte)' ' or 127 => Control,
        < (byte)'0' => FirstMark + b - ' ',
        < (byte)'A' => FirstMark + 16 + b - ':',
        < (byte)'a' => FirstMark + 23 + b - '[',
        _ => FirstMark + 29 + b - '{',
    };
}
