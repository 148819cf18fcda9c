using System.Text;

namespace DataMigrator.Mapping.Times;

/// <summary>Time zones by IANA name, found once. One table per thread.</summary>
internal sealed class ZoneTable
{
    private readonly Dictionary<string, TimeZoneInfo?> zones = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The zone of that name; null if the system knows none.</summary>
    public TimeZoneInfo? Find(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.Length > 64)
        {
            return null;
        }

        Span<char> chars = stackalloc char[64];
        var key = chars[..Encoding.UTF8.GetChars(name, chars)];
        if (zones.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var zone))
        {
            return zone;
        }

        var text = key.ToString();
        TimeZoneInfo.TryFindSystemTimeZoneById(text, out zone);
        if (zones.Count < 1000)
        {
            zones[text] = zone;
        }

        return zone;
    }

    /// <summary>
    /// UTC of a local time. In a gap (clocks went forward) the time is shifted forward by the gap: 02:30 is 03:30.
    /// In an overlap (clocks went back) the reading nearer to <paramref name="near"/> is taken, the first (summer time) if there is none.
    /// </summary>
    public static long ToUtc(long localMilliseconds, TimeZoneInfo zone, long? near)
    {
        var local = DateTime.SpecifyKind(DateTime.UnixEpoch.AddMilliseconds(localMilliseconds), DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local))
        {
            // The offset before the gap: the day's gap is at most some hours away.
            var before = zone.GetUtcOffset(local.AddHours(-3));
            return localMilliseconds - (long)before.TotalMilliseconds;
        }

        if (!zone.IsAmbiguousTime(local))
        {
            return localMilliseconds - (long)zone.GetUtcOffset(local).TotalMilliseconds;
        }

        var offsets = zone.GetAmbiguousTimeOffsets(local);
        var first = localMilliseconds - (long)offsets.Max().TotalMilliseconds;
        var second = localMilliseconds - (long)offsets.Min().TotalMilliseconds;
        return near is { } instant && Math.Abs(second - instant) < Math.Abs(first - instant) ? second : first;
    }
}
