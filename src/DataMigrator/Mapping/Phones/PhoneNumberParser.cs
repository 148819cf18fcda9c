using System.Text;

namespace DataMigrator.Mapping.Phones;

/// <summary>Reads what telephony wrote where a number belongs. Never invents a number: what no numbering plan knows is
/// <see cref="PhoneKind.Invalid"/> with the reason. Stateless and safe for any number of threads.</summary>
internal static class PhoneNumberParser
{
    /// <summary>What the caller's buffer must hold: 40 characters of an address, or a number and its extension.</summary>
    public const int BufferSize = 160;

    /// <summary>Longer texts are no field that holds one number; <see cref="TryFindInText"/> looks into those.</summary>
    public const int MaxInput = 250;

    /// <summary>VoiceCall.FromPhoneNumber and ToPhoneNumber hold 40 characters.</summary>
    private const int MaxAddress = 40;

    /// <summary>Reads a text that holds one number, and nothing else but its extension.</summary>
    /// <param name="utf8">UTF-8, as it came.</param>
    /// <param name="region">Where a number without calling code was dialled.</param>
    /// <param name="destination">At least <see cref="BufferSize"/> bytes.</param>
    /// <exception cref="ArgumentException">The buffer is too small.</exception>
    public static PhoneResult Parse(ReadOnlySpan<byte> utf8, PhoneRegion region, Span<byte> destination, PhoneAcceptance acceptance = PhoneAcceptance.Assigned)
    {
        if (destination.Length < BufferSize)
        {
            throw new ArgumentException($"The buffer must hold {BufferSize} bytes.", nameof(destination));
        }

        utf8 = utf8.Trim(" \t\r\n\"'`"u8);
        if (IsPlain(utf8))
        {
            return NumberResolver.Resolve(new PhoneDigits { Digits = utf8[1..], HasPlus = true }, region, acceptance, destination);
        }

        if (utf8.IsEmpty)
        {
            return PhoneResult.Bad(PhoneProblem.Empty);
        }

        if (utf8.Length > MaxInput)
        {
            return PhoneResult.Bad(PhoneProblem.TooLong);
        }

        Span<byte> buffer = stackalloc byte[MaxInput + FoldedText.MaxBytesPerCharacter];
        var length = FoldedText.Fold(utf8, buffer);
        ReadOnlySpan<byte> folded = length < 0 ? [] : buffer[..length].Trim(" \t\r\n\"'`"u8);
        if (folded.IsEmpty)
        {
            return PhoneResult.Bad(length < 0 ? PhoneProblem.TooLong : PhoneProblem.Empty);
        }

        return SipAddress.IsOne(folded)
            ? ParseSip(utf8, folded, region, acceptance, destination)
            : ParseNumber(utf8, TelUri.Unwrap(folded, buffer), region, acceptance, destination);
    }

    /// <summary>A plus sign and digits, nothing else: such a number is the same in every region.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> utf8) =>
        utf8.Length is > 2 and <= PhoneDigits.Max + 1 && utf8[0] == (byte)'+' && !utf8[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>Looks for a number in running text: after a label, or, without labels, the first that dates, times, ids, durations and prices cannot be.</summary>
    /// <param name="text">UTF-8 of any length; the time taken grows with its length only.</param>
    /// <param name="labels">The words that announce the number; null: the first plausible number, whatever is before it.</param>
    /// <param name="region">Where a number without calling code was dialled.</param>
    /// <param name="destination">At least <see cref="BufferSize"/> bytes.</param>
    /// <returns>Whether something other than <see cref="PhoneKind.Invalid"/> was found; without labels only <see cref="PhoneKind.E164"/> is.</returns>
    /// <exception cref="ArgumentException">The buffer is too small.</exception>
    public static bool TryFindInText(
        ReadOnlySpan<byte> text,
        PhoneLabels? labels,
        PhoneRegion region,
        Span<byte> destination,
        out PhoneResult result,
        PhoneAcceptance acceptance = PhoneAcceptance.Assigned) => labels is null
        ? PhoneFinder.TryFindFirst(text, region, destination, acceptance, out result)
        : PhoneFinder.TryFindAfterLabel(text, labels, region, destination, acceptance, out result);

    private static PhoneResult ParseNumber(
        ReadOnlySpan<byte> utf8, ReadOnlySpan<byte> folded, PhoneRegion region, PhoneAcceptance acceptance, Span<byte> destination)
    {
        Span<byte> digits = stackalloc byte[PhoneDigits.Max];
        // A tilde is punctuation, except before the last digits: there it announces the extension.
        var isNumber = PhoneDigits.TryRead(folded, digits, out var number, out var problem);
        var mayHaveExtension = !isNumber || folded.IndexOf((byte)'~') >= 0;
        if (mayHaveExtension && ExtensionPart.TrySplit(folded, out var before, out var extension))
        {
            if (before.Trim(" (:-"u8).IsEmpty)
            {
                return WriteExtensionOnly(extension, destination);
            }

            Span<byte> main = stackalloc byte[PhoneDigits.Max];
            if (PhoneDigits.TryRead(before, main, out var mainNumber, out var mainProblem))
            {
                return WithExtension(NumberResolver.Resolve(mainNumber, region, acceptance, destination), extension, destination);
            }

            (isNumber, problem) = (false, mainProblem);
        }

        if (isNumber)
        {
            return IsInternal(number, region)
                ? WriteExtensionOnly(number.Digits, destination)
                : NumberResolver.Resolve(number, region, acceptance, destination);
        }

        if (AnonymousCaller.IsWord(folded))
        {
            return new PhoneResult(PhoneKind.Anonymous, PhoneProblem.None);
        }

        if (RecordIdText.IsOne(utf8))
        {
            return new PhoneResult(PhoneKind.RecordId, PhoneProblem.None);
        }

        // Letters are no proof that a number was meant: it must exist.
        return VanityNumber.TryRead(folded, region, digits, out number)
            ? NumberResolver.Resolve(number, region, PhoneAcceptance.Assigned, destination)
            : PhoneResult.Bad(problem);
    }

    private static PhoneResult ParseSip(
        ReadOnlySpan<byte> utf8, ReadOnlySpan<byte> folded, PhoneRegion region, PhoneAcceptance acceptance, Span<byte> destination)
    {
        var address = SipAddress.Of(utf8);
        Span<byte> user = stackalloc byte[MaxInput];
        var name = user[..SipAddress.User(SipAddress.Of(folded), user)];
        if (AnonymousCaller.IsWord(name))
        {
            return new PhoneResult(PhoneKind.Anonymous, PhoneProblem.None);
        }

        Span<byte> digits = stackalloc byte[PhoneDigits.Max];
        if (PhoneDigits.TryRead(name, digits, out var number, out _) && !IsInternal(number, region))
        {
            var result = NumberResolver.Resolve(number, region, acceptance, destination);
            if (result.Kind is PhoneKind.E164 or PhoneKind.Anonymous)
            {
                return result;
            }
        }

        var length = Cut(address, MaxAddress);
        address[..length].CopyTo(destination);
        return new PhoneResult(PhoneKind.Sip, PhoneProblem.None, length, IsCut: length < address.Length);
    }

    /// <summary>Three to six bare digits are an internal number, except where subscribers' numbers are that short.</summary>
    private static bool IsInternal(PhoneDigits number, PhoneRegion region)
    {
        if (!number.IsBare || number.Digits.Length is < 3 or > 6)
        {
            return false;
        }

        return region.IsNone || number.Digits.Length <= 3 || !region.Plan.HasShortNumbers || !region.Plan.IsAssigned(number.Digits);
    }

    private static PhoneResult WriteExtensionOnly(ReadOnlySpan<byte> digits, Span<byte> destination)
    {
        digits.CopyTo(destination);
        return new PhoneResult(PhoneKind.Extension, PhoneProblem.None, digits.Length);
    }

    private static PhoneResult WithExtension(PhoneResult number, ReadOnlySpan<byte> extension, Span<byte> destination)
    {
        if (!number.IsNumber)
        {
            return number;
        }

        extension.CopyTo(destination[number.Length..]);
        return number with { ExtensionLength = extension.Length };
    }

    /// <summary>The bytes of the first <paramref name="characters"/> UTF-16 units, as Salesforce counts lengths, without a half character.</summary>
    private static int Cut(ReadOnlySpan<byte> utf8, int characters)
    {
        var at = 0;
        while (at < utf8.Length)
        {
            Rune.DecodeFromUtf8(utf8[at..], out var rune, out var read);
            characters -= rune.Utf16SequenceLength;
            if (characters < 0)
            {
                break;
            }

            at += read;
        }

        return at;
    }
}
