namespace DataMigrator.Mapping.Texts;

/// <summary>A 64-bit hash that is the same on every machine and in every run: it is stored. FNV-1a with a final mix.</summary>
internal static class StableHash
{
    public static long Of(ReadOnlySpan<byte> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in text)
        {
            hash = (hash ^ b) * 1099511628211UL;
        }

        hash ^= hash >> 32;
        hash *= 0x9E3779B97F4A7C15UL;
        return (long)(hash ^ (hash >> 29));
    }
}
