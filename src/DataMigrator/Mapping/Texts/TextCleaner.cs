using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace DataMigrator.Mapping.Texts;

/// <summary>
/// Makes a text safe for a Salesforce field: no NULs and control characters, no broken UTF-8, not longer than the field, counted in UTF-16 units as Salesforce
/// does. Everything else — formulas, HTML, right-to-left marks — is data and stays as it is.
/// </summary>
internal static class TextCleaner
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (byte)i), 127]);
    private static readonly SearchValues<byte> ControlsButLines =
        SearchValues.Create([.. Enumerable.Range(0, 32).Where(i => i is not (9 or 10 or 13)).Select(i => (byte)i), 127]);

    /// <summary>Whether the text can be taken as it is.</summary>
    public static bool IsClean(ReadOnlySpan<byte> text, bool lines, int maxUnits) =>
        (text.Length <= maxUnits && !text.ContainsAnyExceptInRange((byte)' ', (byte)'~')) || IsCleanBeyondAscii(text, lines, maxUnits);

    private static bool IsCleanBeyondAscii(ReadOnlySpan<byte> text, bool lines, int maxUnits) =>
        text.IndexOfAny(lines ? ControlsButLines : Controls) < 0
        && (System.Text.Ascii.IsValid(text) ? text.Length <= maxUnits : Utf8.IsValid(text) && (text.Length <= maxUnits || Encoding.UTF8.GetCharCount(text) <= maxUnits));

    /// <summary>The text without control characters and broken sequences, cut to <paramref name="maxUnits"/> with the mark at its end.</summary>
    /// <param name="lines">Line breaks and tabs stay; else they become blanks.</param>
    /// <param name="room">At least three times the text's length and the mark's.</param>
    /// <returns>Bytes written.</returns>
    public static int Clean(ReadOnlySpan<byte> text, bool lines, int maxUnits, ReadOnlySpan<byte> mark, Span<byte> room)
    {
        var markUnits = Encoding.UTF8.GetCharCount(mark);
        if (markUnits > maxUnits)
        {
            mark = default;
            markUnits = 0;
        }

        var (written, units, fits) = (0, 0, 0);
        while (!text.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(text, out var rune, out var consumed);
            text = text[consumed..];
            if (status != OperationStatus.Done)
            {
                rune = Rune.ReplacementChar;
            }
            else if (rune.Value is < 32 or 127 && !(lines && rune.Value is (9 or 10 or 13)))
            {
                if (rune.Value is not (9 or 10 or 13))
                {
                    continue;
                }

                rune = new Rune(' ');
            }

            if (units + rune.Utf16SequenceLength > maxUnits)
            {
                mark.CopyTo(room[fits..]);
                return fits + mark.Length;
            }

            written += rune.EncodeToUtf8(room[written..]);
            units += rune.Utf16SequenceLength;
            if (units <= maxUnits - markUnits)
            {
                fits = written;
            }
        }

        return written;
    }
}
