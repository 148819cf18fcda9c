using System.Globalization;

namespace DataMigrator.Staging;

/// <summary>Instants as staging holds them: UTC, ISO 8601, milliseconds only if there are any; also SOQL's dateTime literal.</summary>
internal static class Instants
{
    public static string Text(DateTimeOffset instant)
    {
        var utc = instant.ToUniversalTime();
        return utc.ToString(utc.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    public static string? Text(DateTimeOffset? instant) => instant is { } value ? Text(value) : null;

    /// <summary>Reads ours and Salesforce's (<c>2026-01-01T10:00:00.000+0000</c>).</summary>
    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.Parse(Colon(text), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static DateTimeOffset? ParseOrNull(string? text) => string.IsNullOrEmpty(text) ? null : Parse(text);

    public static DateTimeOffset WholeSeconds(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());

    private static string Colon(string text) => text.Length > 5 && text[^5] is '+' or '-' && text.Contains('T', StringComparison.Ordinal) ? text[..^2] + ":" + text[^2..] : text;
}
