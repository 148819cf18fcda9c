namespace DataMigrator.Mapping.Phones;

/// <summary>"1-800-FLOWERS": letters for digits, as North American keypads carry them. Nowhere else, and only in the last seven places.</summary>
internal static class VanityNumber
{
    private const string Keypad = "22233344455566677778889999";
    private const int Subscriber = 7;

    public static bool TryRead(ReadOnlySpan<byte> folded, PhoneRegion region, Span<byte> digits, out PhoneDigits number)
    {
        number = default;
        var letters = 0;
        var count = 0;
        Span<byte> typed = stackalloc byte[PhoneNumberParser.MaxInput];
        for (var i = 0; i < folded.Length; i++)
        {
            var c = folded[i];
            if (c is >= (byte)'a' and <= (byte)'z')
            {
                letters++;
                c = (byte)Keypad[c - 'a'];
            }

            typed[i] = c;
            count += char.IsAsciiDigit((char)c) ? 1 : 0;
        }

        // Ten digits, eleven with the 1; one letter alone is a slip of the finger.
        if (letters < 2 || letters > Subscriber || count is < 10 or > 11 || !LettersAreLast(folded) || ExtensionPart.EndsInLabel(folded)
            || !PhoneDigits.TryRead(typed[..folded.Length], digits, out number, out _))
        {
            return false;
        }

        return number.HasPlus ? number.Digits[0] == '1' : !region.IsNone && region.Plan.CallingCode == "1";
    }

    private static bool LettersAreLast(ReadOnlySpan<byte> folded)
    {
        var place = 0;
        for (var i = folded.Length - 1; i >= 0; i--)
        {
            var isLetter = folded[i] is >= (byte)'a' and <= (byte)'z';
            if (isLetter && place >= Subscriber)
            {
                return false;
            }

            place += isLetter || char.IsAsciiDigit((char)folded[i]) ? 1 : 0;
        }

        return true;
    }
}
