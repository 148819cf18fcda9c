using System.Buffers.Text;
using System.Text;
using DataMigrator.Mapping;

namespace DataMigrator.Target;

/// <summary>
/// Compares what was sent with what the target holds, by the field's describe type. An empty value and null are the same: Salesforce stores no empty
/// strings, and a CSV result can't tell them apart. Makes no garbage.
/// </summary>
internal static class FieldComparer
{
    /// <param name="expected">UTF-8 as mapped; empty = null.</param>
    /// <param name="found">UTF-8 as the org gave it; empty = null.</param>
    public static FieldVerdict Compare(TargetField field, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> found)
    {
        if (expected.SequenceEqual(found))
        {
            return FieldVerdict.Equal;
        }

        return field.Type switch
        {
            "datetime" => CompareInstants(field, expected, found),
            "int" or "double" or "currency" or "percent" or "long" => CompareNumbers(field, expected, found),
            "boolean" => CompareBooleans(expected, found),
            "id" or "reference" => CompareIds(expected, found),
            "date" => CompareDates(expected, found),
            "picklist" or "multipicklist" or "combobox" => ComparePicklists(expected, found),
            _ => CompareTexts(expected, found),
        };
    }

    private static FieldVerdict CompareInstants(TargetField field, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> found)
    {
        if (!Iso8601.TryParseInstant(expected, out var sent, out var fraction) || !Iso8601.TryParseInstant(found, out var stored, out _))
        {
            return CompareTexts(expected, found);
        }

        if (sent == stored)
        {
            return fraction ? FieldVerdict.Normalised : FieldVerdict.Equal;
        }

        return Math.Abs(sent - stored) <= field.Tolerance ? FieldVerdict.Equal : FieldVerdict.Different;
    }

    private static FieldVerdict CompareNumbers(TargetField field, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> found)
    {
        if (!TryParseNumber(expected, out var sent) || !TryParseNumber(found, out var stored))
        {
            return CompareTexts(expected, found);
        }

        // Written as a decimal by one side and as a binary double by the other: a relative difference below 1e-12 is that and nothing else.
        var difference = Math.Abs(sent - stored);
        return difference <= field.Tolerance || difference <= Math.Abs(sent) * 1e-12 ? FieldVerdict.Equal : FieldVerdict.Different;
    }

    private static bool TryParseNumber(ReadOnlySpan<byte> text, out double value)
    {
        text = Trim(text);
        return Utf8Parser.TryParse(text, out value, out var used) && used == text.Length && text.Length > 0;
    }

    private static FieldVerdict CompareBooleans(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> found)
    {
        // A checkbox is never null in Salesforce: null is stored as false.
        bool? sent = ParseBoolean(expected);
        bool? stored = ParseBoolean(found);
        return sent is { } s && stored is { } t && s == t ? FieldVerdict.Equal : FieldVerdict.Different;
    }

    private static bool? ParseBoolean(ReadOnlySpan<byte> text) =>
        text.Length == 0 || Ascii.EqualsIgnoreCase(text, "false"u8) || text.SequenceEqual("0"u8) ? false
        : Ascii.EqualsIgnoreCase(text, "true"u8) || text.SequenceEqual("1"u8) ? true
        : null;

    private static FieldVerdict CompareIds(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> found)
    {
        var comparable = expected.Length is 15 or 18 && found.Length is 15 or 18;
        return comparable && expected[..15].SequenceEqual(found[..15]) ? FieldVerdict.Equal : CompareTexts(expected, found);
    }

    private static FieldVerdict CompareDates(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> found)
    {
        // One sample of Salesforce's own guide shows a date with a Z; the day is what counts.
        var same = expected.Length >= 10 && found.Length >= 10 && expected[..10].SequenceEqual(found[..10]);
        return same ? FieldVerdict.Equal : CompareTexts(expected, found);
    }

    private static FieldVerdict ComparePicklists(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> found) =>
        Ascii.IsValid(expected) && Ascii.EqualsIgnoreCase(Trim(expected), Trim(found)) ? FieldVerdict.Normalised : CompareTexts(expected, found);

    private static FieldVerdict CompareTexts(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> found)
    {
        expected = Trim(expected);
        found = Trim(found);
        var (i, j) = (0, 0);
        while (true)
        {
            i = SkipIgnored(expected, i);
            j = SkipIgnored(found, j);
            if (i == expected.Length || j == found.Length)
            {
                return i == expected.Length && j == found.Length ? FieldVerdict.Normalised : FieldVerdict.Different;
            }

            if (expected[i] != found[j] && !(IsLineEnd(expected[i]) && IsLineEnd(found[j])))
            {
                return FieldVerdict.Different;
            }

            i++;
            j++;
        }
    }

    /// <summary>Passes over what Salesforce drops: NUL, and the CR of a CR LF.</summary>
    private static int SkipIgnored(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && (text[at] == 0 || (text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n')))
        {
            at++;
        }

        return at;
    }

    private static bool IsLineEnd(byte value) => value is (byte)'\r' or (byte)'\n';

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n\0\v\f"u8);
}
