using System.Text;

namespace DataMigrator.Mapping.Phones;

/// <summary>Whether unlabelled digits in running text can be taken for a phone number.</summary>
internal static class Plausible
{
    private const int MinDigits = 7;
    private const int LookBack = 40;

    /// <summary>Nothing before the run makes it part of something else: a word, an address, an amount, a time.</summary>
    public static bool Start(ReadOnlySpan<byte> text, int at)
    {
        if (at == 0)
        {
            return true;
        }

        var before = TextClues.Before(text, at);
        if (Rune.IsLetterOrDigit(before) || TextClues.IsAmountSign(before) || before.Value is '_' or '@' or '/' or '\\' or '&' or '#' or ',')
        {
            return false;
        }

        if (before.Value is ':' or '=')
        {
            return at < 2 || !TextClues.IsDigit(text[at - 2]);
        }

        return !(before.Value == ' ' && TextClues.IsAmountSign(TextClues.Before(text, at - 1)));
    }

    /// <summary>The run begins in a time: "15:04".</summary>
    public static bool IsMinutes(ReadOnlySpan<byte> text, int at) =>
        at >= 2 && text[at - 1] == ':' && TextClues.IsDigit(text[at - 2]) && TextClues.IsDigit(text[at]);

    /// <summary>Nothing after the run makes it part of something else.</summary>
    public static bool End(ReadOnlySpan<byte> text, int end)
    {
        if (end >= text.Length)
        {
            return true;
        }

        var after = TextClues.At(text, end);
        var next = end + 1 < text.Length ? text[end + 1] : (byte)' ';
        if (TextClues.IsAmountSign(after) || (after.Value == ',' && TextClues.IsDigit(next)))
        {
            return false;
        }

        if (!Rune.IsDigit(TextClues.Before(text, end)) || (after.Value is 'x' or 'X' && (TextClues.IsDigit(next) || next == ' ')))
        {
            return true;
        }

        return !Rune.IsLetterOrDigit(after) && after.Value is not ('_' or '@');
    }

    /// <summary>The run without a date, the hour of a time or a count of minutes at its end.</summary>
    public static ReadOnlySpan<byte> WithoutTrailer(ReadOnlySpan<byte> run, ReadOnlySpan<byte> after)
    {
        // "… 15" before ":04", "… 2" before " min".
        Span<byte> word = stackalloc byte[24];
        var isTime = after is [(byte)':', >= (byte)'0' and <= (byte)'9', ..];
        if (LastToken(run).Length <= (isTime ? 2 : 3) && (isTime || TextClues.StartsWithUnit(Lower(after, word))))
        {
            run = WithoutLastToken(run);
        }

        while (LastToken(run) is { IsEmpty: false } last && last.Length < run.Length && TextClues.IsDate(last))
        {
            run = WithoutLastToken(run);
        }

        return TextClues.IsDate(run) ? [] : run;
    }

    public static ReadOnlySpan<byte> WithoutLeadingDates(ReadOnlySpan<byte> run)
    {
        while (run.IndexOf((byte)' ') is > 0 and var space && TextClues.IsDate(run[..space]))
        {
            run = run[space..].TrimStart(" -./~"u8);
        }

        return run;
    }

    /// <summary>Digits without calling code look like a number of the region: complete, and begun or punctuated as people there do.</summary>
    public static bool IsNational(ReadOnlySpan<byte> run, PhoneRegion region)
    {
        var digits = 0;
        foreach (var c in run)
        {
            digits += TextClues.IsDigit(c) ? 1 : 0;
        }

        if (region.IsNone || digits < MinDigits || TextClues.IsDate(run))
        {
            return false;
        }

        if (digits < run.Length)
        {
            return true;
        }

        var plan = region.Plan;
        return plan.NationalPrefix.Length == 0 || plan.CallingCode == "1" || (run[0] == plan.NationalPrefix[0] && digits <= 15);
    }

    /// <summary>The words before the run say that an id follows.</summary>
    public static bool IsIdContext(ReadOnlySpan<byte> text, int at)
    {
        Span<byte> before = stackalloc byte[LookBack];
        var from = Math.Max(0, at - LookBack);
        return TextClues.EndsWithIdWord(Lower(text[from..at], before));
    }

    private static ReadOnlySpan<byte> LastToken(ReadOnlySpan<byte> run) => run[(run.LastIndexOf((byte)' ') + 1)..];

    private static ReadOnlySpan<byte> WithoutLastToken(ReadOnlySpan<byte> run) =>
        run.LastIndexOf((byte)' ') is > 0 and var space ? run[..space].TrimEnd(" -./~"u8) : [];

    // Long enough for a word; what is not ASCII stays as it is.
    private static ReadOnlySpan<byte> Lower(ReadOnlySpan<byte> text, Span<byte> buffer)
    {
        var length = Math.Min(text.Length, buffer.Length);
        for (var i = 0; i < length; i++)
        {
            var c = text[i];
            buffer[i] = c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;
        }

        return buffer[..length];
    }
}
