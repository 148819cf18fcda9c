namespace DataMigrator.Mapping.Phones;

/// <summary>A stretch of running text that only has what numbers are written with.</summary>
internal ref struct PhoneRun
{
    /// <summary>No number with its punctuation is longer.</summary>
    public const int Max = 64;

    private const int MostTimeDigits = 3;

    /// <summary>The run, folded, without what stands around a number; empty when it is longer than a number can be.</summary>
    public ReadOnlySpan<byte> Text;

    /// <summary>Where in the text the run ends.</summary>
    public int End;

    /// <summary>Reads the run that begins at <paramref name="start"/>.</summary>
    /// <param name="folded">At least <see cref="Max"/> + 4 long.</param>
    public static PhoneRun Read(ReadOnlySpan<byte> text, int start, Span<byte> folded)
    {
        var length = 0;
        var at = start;
        Span<byte> one = stackalloc byte[FoldedText.MaxBytesPerCharacter];
        while (at < text.Length)
        {
            var written = FoldedText.FoldNext(text[at..], one, out var read);
            var isPlus = written == 1 && one[0] == '+' && length == 0;
            if (written > 1 || (written == 1 && !isPlus && !IsPart(one[0])))
            {
                break;
            }

            if (written == 1 && length <= Max)
            {
                folded[length++] = one[0];
            }

            at += read;
        }

        // "… 0147 (2m 3s)": the span of time that follows is no part of the number.
        var count = TimeCount(text[start..at], text[at..]);
        at -= count;
        length = Math.Max(0, length - count);
        return new PhoneRun { Text = length > Max ? [] : folded[..length].TrimStart(" -./~)]"u8).TrimEnd(" -./~()[]"u8), End = at };
    }

    /// <summary>How many digits at the run's end, behind a blank or bracket, count the seconds, minutes or hours that are named after it.</summary>
    private static int TimeCount(ReadOnlySpan<byte> run, ReadOnlySpan<byte> after)
    {
        var count = run.Length - run.TrimEnd("0123456789"u8).Length;
        return count is > 0 and <= MostTimeDigits && count < run.Length && run[^(count + 1)] is (byte)' ' or (byte)'(' or (byte)'[' && after is [>= (byte)'a' and <= (byte)'z', ..] && TextClues.StartsWithUnit(after)
            ? count
            : 0;
    }

    private static bool IsPart(byte c) => c != '\t' && (TextClues.IsDigit(c) || PhoneDigits.IsPunctuation(c));
}
