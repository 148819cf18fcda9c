using System.Globalization;

namespace DataMigrator.Reporting.Html;

/// <summary>Values as people read them on the page: phone numbers masked, long texts cut (the CSV files have them whole).</summary>
internal static class Display
{
    private const int LongestText = 400;

    public static string Value(string? text, string? field)
    {
        var masked = PhoneMask.Mask(Cut(text), field) ?? "";
        return masked;
    }

    public static string Value(string? text) => Value(text, null);

    /// <summary>2024-03-01 10:15:00 UTC from an ISO instant; the text itself if it is none.</summary>
    public static string Instant(string? iso) =>
        DateTimeOffset.TryParse(iso, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? Instant(instant) : iso ?? "";

    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString(
        instant.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>1 h 02 min, 3 min 20 s, 12.3 s.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 60 => seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)} min {(int)(seconds % 60):00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)(seconds / 3600):N0} h {(int)(seconds % 3600 / 60):00} min"),
    };

    /// <summary>12.3 %, always with one decimal, so that a column of them can be read.</summary>
    public static string Share(long part, long whole) => (whole == 0 ? 0 : 100.0 * part / whole).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    public static string Bytes(long bytes) => (bytes / 1048576.0).ToString("0.#", CultureInfo.InvariantCulture) + " MB";

    private static string? Cut(string? text)
    {
        if (text is null || text.Length <= LongestText)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText;
        return text[..end] + " …";
    }
}
