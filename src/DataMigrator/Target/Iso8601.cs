using DataMigrator.Mapping.Times;
using DataMigrator.Staging;

namespace DataMigrator.Target;

/// <summary>Salesforce's instants, written as <c>2026-01-01T10:00:00[.000]</c> with <c>Z</c>, <c>+0000</c> or <c>+00:00</c>, to unix seconds and back.</summary>
internal static class Iso8601
{
    private const int Milliseconds = 1000;

    /// <param name="seconds">Unix seconds, UTC; fractions cut off as Salesforce does.</param>
    /// <param name="fraction">True if a fraction other than zero (milliseconds; Salesforce has no finer ones) was cut off.</param>
    /// <returns>False if it is no instant, or does not say its offset.</returns>
    public static bool TryParseInstant(ReadOnlySpan<byte> text, out long seconds, out bool fraction)
    {
        var known = IsoTime.TryParse(text, out var milliseconds, out var hasOffset) && hasOffset;
        seconds = known ? (milliseconds - Math.Abs(milliseconds % Milliseconds)) / Milliseconds : 0;
        fraction = known && milliseconds % Milliseconds != 0;
        return known;
    }

    /// <summary>As <c>2026-01-01T10:00:00Z</c>: SOQL's literal, and what people read.</summary>
    public static string Format(long unixSeconds) => Instants.Text(DateTimeOffset.FromUnixTimeSeconds(unixSeconds));
}
