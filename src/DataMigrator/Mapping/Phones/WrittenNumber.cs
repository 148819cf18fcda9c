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
