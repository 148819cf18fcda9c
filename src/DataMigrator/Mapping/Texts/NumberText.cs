using System.Buffers.Text;

namespace DataMigrator.Mapping.Texts;

/// <summary>Numbers as Salesforce and adapters write them: digits, sign, decimal point or comma, exponent; surrounding blanks are ignored.</summary>
internal static class NumberText
{
    public static bool TryParse(ReadOnlySpan<byte> text, out double number)
    {
        text = Ascii.Trim(text);
        number = 0;
        if (text.IsEmpty)
        {
            return false;
        }

        // Whole numbers are nearly all there is.
        if (text.Length < 10 && Utf8Parser.TryParse(text, out int whole, out var length) && length == text.Length)
        {
            number = whole;
            return true;
        }

        if (text.Length > 32)
        {
            return false;
        }

        Span<byte> copy = stackalloc byte[32];
        text.CopyTo(copy);
        copy = copy[..text.Length];
        if (copy.IndexOf((byte)'.') < 0 && copy.Count((byte)',') == 1)
        {
            copy.Replace((byte)',', (byte)'.');
        }

        return Utf8Parser.TryParse(copy, out number, out length) && length == copy.Length && double.IsFinite(number);
    }
}
