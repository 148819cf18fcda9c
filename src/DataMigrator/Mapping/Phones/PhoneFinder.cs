using System.Text;

namespace DataMigrator.Mapping.Phones;

/// <summary>Finds a number in running text: the one after a label, or the first that can be nothing else. Time grows with the text's length only,
/// whatever is in it.</summary>
internal static class PhoneFinder
{
    private const int MaxExtension = 24;
    private const int MaxWords = 64;
    private const int MaxGap = 8;

    /// <summary>The first labelled place that holds a number, an internal number, a SIP address or the word for a withheld number.</summary>
    /// <param name="text">UTF-8 of any length.</param>
    /// <param name="destination">At least <see cref="PhoneNumberParser.BufferSize"/> bytes.</param>
    public static bool TryFindAfterLabel(
        ReadOnlySpan<byte> text, PhoneLabels labels, PhoneRegion region, Span<byte> destination, PhoneAcceptance acceptance, out PhoneResult result)
    {
        // A label may end within another: "phone number" in "Caller phone number", of which only "Caller phone" is known as a whole.
        for (var at = 0; TryFindLabel(text, labels, ref at, out var length); at++)
        {
            var start = SkipGap(text, at + length);
            result = ReadValue(text, start, region, destination, acceptance);
            if (result.Kind != PhoneKind.Invalid)
            {
                return true;
            }
        }

        result = PhoneResult.Bad(PhoneProblem.NotANumber);
        return false;
    }

    /// <summary>What stands after the first label that has a telephone number in whatever form after it; nothing if there is none.</summary>
    public static ReadOnlySpan<byte> WrittenAfterLabel(ReadOnlySpan<byte> text, PhoneLabels labels)
    {
        Span<byte> folded = stackalloc byte[PhoneRun.Max + FoldedText.MaxBytesPerCharacter];
        for (var at = 0; TryFindLabel(text, labels, ref at, out var length); at += length)
        {
            var start = SkipGap(text, at + length);
            var run = start < text.Length ? PhoneRun.Read(text, start, folded) : default;
            var end = Math.Max(start, run.End);
            var isWhole = end >= text.Length || !(text[end] == '@' || (TextClues.IsLetter(text[end]) && TextClues.IsDigit(text[end - 1])));
            if (end > start && isWhole && Plausible.WithoutTrailer(run.Text, text[end..]).Length == run.Text.Length && WrittenNumber.Of(text[start..end].TrimEnd(" -./~(["u8)) is { IsEmpty: false } number)
            {
                return number;
            }
        }

        return default;
    }

    /// <summary>The first public number that dates, times, durations, prices and ids cannot be.</summary>
    /// <inheritdoc cref="TryFindAfterLabel"/>
    public static bool TryFindFirst(
        ReadOnlySpan<byte> text, PhoneRegion region, Span<byte> destination, PhoneAcceptance acceptance, out PhoneResult result)
    {
        Span<byte> folded = stackalloc byte[PhoneRun.Max + FoldedText.MaxBytesPerCharacter];
        var at = 0;
        while (at < text.Length)
        {
            if (!MayStart(text[at]))
            {
                at++;
                continue;
            }

            var run = PhoneRun.Read(text, at, folded);
            if (run.End == at)
            {
                at++;
                continue;
            }

            if (Plausible.Start(text, at) && Plausible.End(text, run.End))
            {
                result = ReadPlausible(text, at, run, region, destination, acceptance);
                if (result.IsNumber)
                {
                    return true;
                }
            }

            at = Plausible.IsMinutes(text, at) ? AfterDigits(text, at) : run.End;
        }

        result = PhoneResult.Bad(PhoneProblem.NotANumber);
        return false;
    }

    private static int AfterDigits(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && TextClues.IsDigit(text[at]))
        {
            at++;
        }

        return at;
    }

    // Digits, "+", "(", and whatever is not ASCII: digits of other scripts are.
    private static bool MayStart(byte c) => TextClues.IsDigit(c) || c is (byte)'+' or (byte)'(' || c >= 0x80;

    /// <summary>The next label at or after a place.</summary>
    private static bool TryFindLabel(ReadOnlySpan<byte> text, PhoneLabels labels, ref int at, out int length)
    {
        for (; at < text.Length; at++)
        {
            if (labels.MayStartWith(text[at]) && IsWordStart(text, at) && labels.TryMatch(text[at..], out length))
            {
                return true;
            }
        }

        length = 0;
        return false;
    }

    private static bool IsWordStart(ReadOnlySpan<byte> text, int at)
    {
        if (at == 0 || !TextClues.IsLetter(text[at]))
        {
            return true;
        }

        // Inside a character outside ASCII nothing begins.
        return (text[at] & 0xC0) != 0x80 && !(text[at - 1] < 0x80 ? TextClues.IsLetter(text[at - 1]) : Rune.IsLetter(TextClues.Before(text, at)));
    }

    private static int SkipGap(ReadOnlySpan<byte> text, int at)
    {
        Span<byte> one = stackalloc byte[FoldedText.MaxBytesPerCharacter];
        for (var skipped = 0; at < text.Length && skipped < MaxGap; skipped++)
        {
            if (text[at] == '<' && text[at..].IndexOf((byte)'>') is > 0 and <= 12 and var close && text.Slice(at, close).IndexOfAny("@:"u8) < 0)
            {
                at += close + 1;
                continue;
            }

            var written = FoldedText.FoldNext(text[at..], one, out var read);
            if (written > 1 || (written == 1 && " \t:=-.[(\"'<>*#"u8.IndexOf(one[0]) < 0))
            {
                break;
            }

            at += read;
        }

        return at;
    }

    private static PhoneResult ReadValue(ReadOnlySpan<byte> text, int start, PhoneRegion region, Span<byte> destination, PhoneAcceptance acceptance)
    {
        Span<byte> folded = stackalloc byte[PhoneRun.Max + FoldedText.MaxBytesPerCharacter];
        var run = PhoneRun.Read(text, start, folded);
        if (run.Text.IsEmpty)
        {
            return run.End > start ? PhoneResult.Bad(PhoneProblem.NotANumber) : ReadWords(text[start..], region, destination, acceptance);
        }

        // A letter right after the digits, without a space: a record id, an address, or "x12".
        if (run.End < text.Length && TextClues.IsLetter(text[run.End]) && TextClues.IsDigit(text[run.End - 1]))
        {
            var words = ReadWords(text[start..], region, destination, acceptance);
            if (words.Kind != PhoneKind.Invalid)
            {
                return words;
            }

            var number = ReadRun(text, start, run, region, destination, acceptance);
            return number.IsNumber ? number : PhoneResult.Bad(PhoneProblem.NotANumber);
        }

        return ReadRun(text, start, run, region, destination, acceptance);
    }

    private static PhoneResult ReadRun(
        ReadOnlySpan<byte> text, int start, PhoneRun run, PhoneRegion region, Span<byte> destination, PhoneAcceptance acceptance)
    {
        var number = Plausible.WithoutTrailer(run.Text, text[run.End..]);
        if (number.Length == run.Text.Length && ExtensionAfter(text, run.End) is var end && end > run.End && end - start <= PhoneRun.Max + MaxExtension)
        {
            var extended = PhoneNumberParser.Parse(text[start..end], region, destination, acceptance);
            if (extended.IsNumber)
            {
                return extended;
            }
        }

        // The longest number first: what follows it may be digits too. But the first group of a number is no internal number.
        var whole = number;
        while (!number.IsEmpty)
        {
            var result = PhoneNumberParser.Parse(number, region, destination, acceptance);
            if (result.Kind != PhoneKind.Invalid && (result.IsNumber || number.Length == whole.Length || WrittenNumber.Of(whole).IsEmpty))
            {
                return result;
            }

            var space = number.LastIndexOf((byte)' ');
            number = space < 0 ? [] : number[..space].TrimEnd(" -./~"u8);
        }

        return PhoneResult.Bad(PhoneProblem.NotANumber);
    }

    private static PhoneResult ReadPlausible(
        ReadOnlySpan<byte> text, int start, PhoneRun run, PhoneRegion region, Span<byte> destination, PhoneAcceptance acceptance)
    {
        if (run.Text.StartsWith("+"u8))
        {
            var result = ReadRun(text, start, run, region, destination, acceptance);
            return result.IsNumber ? result : PhoneResult.Bad(PhoneProblem.NotANumber);
        }

        var number = Plausible.WithoutTrailer(Plausible.WithoutLeadingDates(run.Text), text[run.End..]);
        return Plausible.IsNational(number, region) && !Plausible.IsIdContext(text, start)
            ? PhoneNumberParser.Parse(number, region, destination, acceptance)
            : PhoneResult.Bad(PhoneProblem.NotANumber);
    }

    private static PhoneResult ReadWords(ReadOnlySpan<byte> text, PhoneRegion region, Span<byte> destination, PhoneAcceptance acceptance)
    {
        var words = text[..Math.Min(text.Length, MaxWords)];
        var end = words.IndexOfAny("\r\n|,;]<>\"}("u8);
        words = end < 0 ? words : words[..end];
        var result = PhoneNumberParser.Parse(words, region, destination, acceptance);
        if (result.Kind != PhoneKind.Invalid)
        {
            return result;
        }

        var space = words.IndexOf((byte)' ');
        return space <= 0 ? result : PhoneNumberParser.Parse(words[..space], region, destination, acceptance);
    }

    /// <summary>Where an extension that follows the run ends; the run's end when none follows.</summary>
    private static int ExtensionAfter(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        var letters = 0;
        while (end < text.Length && letters < 12 && (TextClues.IsLetter(text[end]) || text[end] is (byte)';' or (byte)'=' or (byte)'#'))
        {
            end++;
            letters++;
        }

        while (letters > 0 && end < text.Length && text[end] is (byte)'.' or (byte)':' or (byte)' ')
        {
            end++;
        }

        var digits = end;
        while (letters > 0 && end < text.Length && TextClues.IsDigit(text[end]))
        {
            end++;
        }

        return end > digits && end - at <= MaxExtension ? end : at;
    }
}
