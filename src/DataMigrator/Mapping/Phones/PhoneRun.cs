namespace DataMigrator.Mapping.Phones;

/// <summary>A stretch of running text that only has what numbers are written with.</summary>
internal ref struct PhoneRun
{
    /// <summary>No number with its punctuation is longer.</summary>
    public const int Max = 64;

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

        return new PhoneRun { Text = length > Max ? [] : folded[..length].TrimStart(" -./~)]"u8).TrimEnd(" -./~()[]"u8), End = at };
    }

    private static bool IsPart(byte c) => c != '\t' && (TextClues.IsDigit(c) || PhoneDigits.IsPunctuation(c));
}
