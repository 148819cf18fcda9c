using System.Text.RegularExpressions;

namespace DataMigrator.Reporting;

/// <summary>
/// Hides phone numbers in what people pass around (report.html): all digits but the last two become •. The CSV files carry the data as they are.
/// </summary>
internal static partial class PhoneMask
{
    private const int Kept = 2;

    /// <summary>Masks what looks like a phone number (7 to 15 digits); dates, times and ids stay.</summary>
    public static string? Mask(string? text) => text is null ? null : Candidate().Replace(text, MaskMatch);

    /// <summary>Masks the whole value if <paramref name="field"/> holds phone numbers, whatever it looks like.</summary>
    public static string? Mask(string? text, string? field) =>
        text is not null && field is not null && field.Contains("phone", StringComparison.OrdinalIgnoreCase) ? Digits(text) : Mask(text);

    private static string MaskMatch(Match match)
    {
        var digits = match.Value.Count(char.IsAsciiDigit);
        return digits is < 7 or > 15 || Instant().IsMatch(match.Value) ? match.Value : Digits(match.Value);
    }

    private static string Digits(string value)
    {
        var left = value.Count(char.IsAsciiDigit) - Kept;
        return string.Create(value.Length, (value, left), static (span, state) =>
        {
            var left = state.left;
            for (var i = 0; i < span.Length; i++)
            {
                var c = state.value[i];
                span[i] = char.IsAsciiDigit(c) && left-- > 0 ? '•' : c;
            }
        });
    }

    // Not part of a word: an id such as 00T000000000123AAA is left alone.
    [GeneratedRegex(@"(?<![\p{L}\p{N}])[+(]{0,2}\d(?:[\d() ./\u00A0-]*\d)(?![\p{L}\p{N}])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Candidate();

    // ISO and slashed dates, alone or in a range; 2024-03-01, 2024-03-01 2024-03-02.
    [GeneratedRegex(@"^(?:[12]\d{3}[-./][01]?\d[-./][0-3]?\d[ /-]*)+\d{0,2}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Instant();
}
