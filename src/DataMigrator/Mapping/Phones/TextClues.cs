using System.Globalization;
using System.Text;

namespace DataMigrator.Mapping.Phones;

/// <summary>What tells, in running text, that digits are something else than a phone number.</summary>
internal static class TextClues
{
    private static readonly string[] Units =
    [
        "s", "sec", "secs", "second", "seconds", "seg", "segundos", "segundo", "sek", "sekunden", "secondes", "seconde", "secondi", "seconden",
        "m", "min", "mins", "minute", "minutes", "minuto", "minutos", "minuten", "minuti", "h", "hr", "hrs", "hour", "hours", "hora", "horas", "std",
        "eur", "usd", "gbp", "chf", "euro", "euros", "kb", "mb", "km", "kg", "am", "pm", "uhr"
    ];

    private static readonly string[] IdWords =
    [
        "id", "uid", "puid", "uuid", "guid", "ucid", "sid", "ref", "reference", "referencia", "case", "caso", "ticket", "order", "pedido", "invoice",
        "factura", "rechnung", "vorgang", "fall", "auftrag", "kundennummer", "account", "session", "conversation", "contract", "contrato", "iban",
        "vat", "nif", "dni", "zip", "plz", "cp", "amount", "total", "price", "importe", "extension"
    ];

    /// <summary>ASCII letters, and any byte of a character outside ASCII.</summary>
    public static bool IsLetter(byte c) => char.IsAsciiLetter((char)c) || c >= 0x80;

    public static bool IsDigit(byte c) => char.IsAsciiDigit((char)c);

    /// <summary>20/11/2026, 11-20-26, 2026.11.20; 20261120 and 20261120150400.</summary>
    public static bool IsDate(ReadOnlySpan<byte> token)
    {
        token = token.Trim("()[].,-/"u8);
        if (token.Length is 8 or 12 or 14 && !token.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return IsYear(token[..4]) && IsDayOrMonth(token.Slice(4, 2), 12) && IsDayOrMonth(token.Slice(6, 2), 31);
        }

        var first = token.IndexOfAny("/-."u8);
        if (first <= 0)
        {
            return false;
        }

        var rest = token[(first + 1)..];
        var second = rest.IndexOf(token[first]);
        if (second <= 0)
        {
            return false;
        }

        var (a, b, c) = (first, second, rest.Length - second - 1);
        var last = rest[(second + 1)..];
        if (last.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        if (a == 4)
        {
            return IsYear(token[..4]) && b <= 2 && c is 1 or 2 && IsDayOrMonth(rest[..second], 12) && IsDayOrMonth(last, 31);
        }

        return a <= 2 && b <= 2 && (c == 2 || (c == 4 && IsYear(last))) && IsDayOrMonth(token[..first], 31) && IsDayOrMonth(rest[..second], 31);
    }

    /// <summary>Whether the word that begins the folded text counts time, money or weight.</summary>
    public static bool StartsWithUnit(ReadOnlySpan<byte> folded) => Contains(Units, FirstWord(folded.TrimStart(" "u8)));

    /// <summary>Whether the last word says that an id follows: "Ticket #", "UID llamada:", "Ref.".</summary>
    public static bool EndsWithIdWord(ReadOnlySpan<byte> folded)
    {
        var words = 0;
        folded = folded.TrimEnd(" :=#.-([n\u00ba"u8);
        while (words++ < 2 && !folded.IsEmpty)
        {
            var start = folded.Length;
            while (start > 0 && IsLetter(folded[start - 1]))
            {
                start--;
            }

            if (Contains(IdWords, folded[start..]))
            {
                return true;
            }

            folded = folded[..start].TrimEnd(" "u8);
        }

        return false;
    }

    /// <summary>The character before a place; a space at the start, and for bytes that are not UTF-8.</summary>
    public static Rune Before(ReadOnlySpan<byte> text, int at) =>
        Rune.DecodeLastFromUtf8(text[..at], out var rune, out _) == System.Buffers.OperationStatus.Done ? rune : new Rune(' ');

    /// <summary>The character at a place; a space at the end, and for bytes that are not UTF-8.</summary>
    public static Rune At(ReadOnlySpan<byte> text, int at) =>
        Rune.DecodeFromUtf8(text[at..], out var rune, out _) == System.Buffers.OperationStatus.Done ? rune : new Rune(' ');

    public static bool IsAmountSign(Rune rune) => rune.Value == '%' || Rune.GetUnicodeCategory(rune) == UnicodeCategory.CurrencySymbol;

    private static ReadOnlySpan<byte> FirstWord(ReadOnlySpan<byte> text)
    {
        var end = 0;
        while (end < text.Length && IsLetter(text[end]))
        {
            end++;
        }

        return text[..end];
    }

    private static bool Contains(string[] words, ReadOnlySpan<byte> word)
    {
        foreach (var known in words)
        {
            if (Ascii.Equals(word, known))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsYear(ReadOnlySpan<byte> digits) => digits.StartsWith("19"u8) || digits.StartsWith("20"u8);

    private static bool IsDayOrMonth(ReadOnlySpan<byte> digits, int max) =>
        System.Buffers.Text.Utf8Parser.TryParse(digits, out int value, out var read) && read == digits.Length && value >= 1 && value <= max;
}
