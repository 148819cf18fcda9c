namespace DataMigrator.Mapping.Phones;

/// <summary>
/// Tells a telephone number whose country can't be told from all else that people put where numbers belong: it is kept as it was written,
/// because a call is worth more than the form of its number.
/// </summary>
internal static class WrittenNumber
{
    private const int MinDigits = 7;
    private const int MaxDigits = 15;

    /// <summary>VoiceCall.FromPhoneNumber and ToPhoneNumber hold 40 characters.</summary>
    private const int MaxLength = 40;

    // Case, Account, Contact, Lead (00Q has a letter), Opportunity, User, Campaign: fifteen digits can be their ids.
    private static readonly string[] RecordPrefixes = ["500", "001", "003", "006", "005", "701"];

    /// <summary>The text without blanks and quotes around it, if it plainly is a telephone number; else nothing.</summary>
    /// <param name="utf8">A field that holds one number: 7 to 15 digits, with what people put between digits, perhaps "+" before and an extension after.</param>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> utf8)
    {
        utf8 = utf8.Trim(" \t\r\n\"'`"u8);
        if (utf8.IsEmpty || utf8.Length > MaxLength)
        {
            return default;
        }

        Span<byte> folded = stackalloc byte[MaxLength + FoldedText.MaxBytesPerCharacter];
        var length = FoldedText.Fold(utf8, folded);
        return length > 0 && IsNumber(folded[..length].Trim(" \t"u8)) ? utf8 : default;
    }

    /// <summary>
    /// Writes the number as E.164 if it has the form in which people of the region write national numbers, and a length that is possible there, though no range
    /// that we know holds it: ranges are opened faster than our facts are renewed, and some are for fiction (07700 900123, (555) 010-1234).
    /// </summary>
    /// <param name="written">What <see cref="Of"/> gave.</param>
    /// <param name="destination">At least <see cref="PhoneNumberParser.BufferSize"/> bytes.</param>
    /// <returns>Bytes written; 0 if the form says nothing about the region.</returns>
    public static int Complete(ReadOnlySpan<byte> written, PhoneRegion region, Span<byte> destination)
    {
        Span<byte> folded = stackalloc byte[MaxLength + FoldedText.MaxBytesPerCharacter];
        var length = FoldedText.Fold(written, folded);
        Span<byte> digits = stackalloc byte[PhoneDigits.Max];
        if (region.IsNone || length <= 0 || !PhoneDigits.TryRead(folded[..length], digits, out var number, out _) || number.HasPlus || !HasFormOf(region.Plan, folded[..length], number.Digits))
        {
            return 0;
        }

        Span<byte> national = stackalloc byte[NationalNumber.MaxDigits];
        national = national[..NationalNumber.Strip(region.Plan, number.Digits, national)];
        return region.Plan.CanHaveLength(national.Length) ? NumberResolver.WriteE164(region.Plan, national, destination) : 0;
    }

    // Begins with one "0" or what else is dialled before national numbers. North America writes 555-010-1234, with or without its 1: elsewhere digits are grouped otherwise.
    private static bool HasFormOf(NumberingPlan plan, ReadOnlySpan<byte> folded, ReadOnlySpan<byte> digits) => plan.NationalPrefix switch
    {
        "" => false,
        "1" => IsNorthAmerican(folded),
        var prefix => Begins(digits, prefix) && !digits.StartsWith("00"u8),
    };

    private static bool Begins(ReadOnlySpan<byte> digits, string prefix) => digits.Length > prefix.Length && System.Text.Ascii.Equals(digits[..prefix.Length], prefix);

    private static bool IsNorthAmerican(ReadOnlySpan<byte> folded)
    {
        if (folded is [(byte)'1', (byte)' ' or (byte)'-' or (byte)'.' or (byte)'(', ..])
        {
            folded = folded[1..].TrimStart(" -."u8);
        }

        return Group(ref folded, 3, out var first) && first is >= (byte)'2' && Group(ref folded, 3, out _) && Group(ref folded, 4, out _) && folded.IsEmpty;
    }

    // So many digits, and something else or nothing after them.
    private static bool Group(ref ReadOnlySpan<byte> text, int size, out byte first)
    {
        text = text.TrimStart(" -.()"u8);
        var length = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        length = length < 0 ? text.Length : length;
        first = length > 0 ? text[0] : (byte)0;
        text = text[length..];
        return length == size;
    }

    private static bool IsNumber(ReadOnlySpan<byte> folded)
    {
        Span<byte> digits = stackalloc byte[PhoneDigits.Max];
        if (!PhoneDigits.TryRead(folded, digits, out var number, out _)
            && !(ExtensionPart.TrySplit(folded, out folded, out _) && PhoneDigits.TryRead(folded, digits, out number, out _)))
        {
            return false;
        }

        return number.Digits.Length is >= MinDigits and <= MaxDigits
            && number.Digits.ContainsAnyExcept(number.Digits[0])
            && !TextClues.IsDate(folded)
            && !IsRecordId(number);
    }

    private static bool IsRecordId(PhoneDigits number)
    {
        if (!number.IsBare || number.Digits.Length != MaxDigits)
        {
            return false;
        }

        foreach (var prefix in RecordPrefixes)
        {
            if (System.Text.Ascii.Equals(number.Digits[..3], prefix))
            {
                return true;
            }
        }

        return false;
    }
}
