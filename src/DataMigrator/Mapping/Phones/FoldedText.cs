using System.Buffers;
using System.Globalization;
using System.Text;

namespace DataMigrator.Mapping.Phones;

/// <summary>Text as labels and numbers are compared: lower case, Latin letters without accents, any script's digits as 0–9, any dash as "-",
/// any space as " ", full-width forms as ASCII, and without what cannot be seen (right-to-left marks, zero-width spaces, soft hyphens).</summary>
internal static class FoldedText
{
    // The base letter of every letter from U+00C0 to U+017F. A multiplication or division sign stays what it is.
    private const string Latin =
        "aaaaaaaceeeeiiiidnooooo\u00d7ouuuuytsaaaaaaaceeeeiiiidnooooo\u00f7ouuuuyty" +
        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrsssssssstttttt" +
        "uuuuuuuuuuuuwwyyyzzzzzzs";

    /// <summary>The most bytes that one folded character takes.</summary>
    public const int MaxBytesPerCharacter = 4;

    /// <summary>Folds a whole text.</summary>
    /// <returns>The bytes written, or -1 when <paramref name="folded"/> is too small.</returns>
    public static int Fold(ReadOnlySpan<byte> utf8, Span<byte> folded)
    {
        var length = 0;
        while (!utf8.IsEmpty)
        {
            if (folded.Length - length < MaxBytesPerCharacter)
            {
                return -1;
            }

            length += FoldNext(utf8, folded[length..], out var read);
            utf8 = utf8[read..];
        }

        return length;
    }

    /// <summary>Folds one character. Bytes that are not UTF-8 become U+FFFD, which is neither digit nor letter.</summary>
    /// <returns>The bytes written: 0 for what cannot be seen.</returns>
    public static int FoldNext(ReadOnlySpan<byte> utf8, Span<byte> folded, out int read)
    {
        var first = utf8[0];
        if (first < 0x80)
        {
            read = 1;
            folded[0] = Texts.Ascii.Lower(first);
            return 1;
        }

        if (Rune.DecodeFromUtf8(utf8, out var rune, out read) != OperationStatus.Done)
        {
            rune = Rune.ReplacementChar;
        }

        return FoldRune(rune, folded);
    }

    private static int FoldRune(Rune rune, Span<byte> folded)
    {
        var value = rune.Value;
        if (value is >= 0xFF01 and <= 0xFF5E)
        {
            folded[0] = Texts.Ascii.Lower((byte)(value - 0xFEE0));
            return 1;
        }

        if (value is >= 0xC0 and <= 0x17F && Latin[value - 0xC0] < 0x80)
        {
            folded[0] = (byte)Latin[value - 0xC0];
            return 1;
        }

        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.DecimalDigitNumber:
                folded[0] = (byte)('0' + (int)Rune.GetNumericValue(rune));
                return 1;
            case UnicodeCategory.SpaceSeparator:
                folded[0] = (byte)' ';
                return 1;
            case UnicodeCategory.Format or UnicodeCategory.NonSpacingMark:
                return 0;
            case UnicodeCategory.DashPunctuation:
                folded[0] = (byte)'-';
                return 1;
            case var _ when value is 0x2212 or 0x30FC:
                // The minus sign and the Japanese lengthening mark are typed as dashes in numbers.
                folded[0] = (byte)'-';
                return 1;
            default:
                return Rune.ToLowerInvariant(rune).EncodeToUtf8(folded);
        }
    }
}
