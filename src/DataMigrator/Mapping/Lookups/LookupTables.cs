namespace DataMigrator.Mapping.Lookups;

/// <summary>All lookups of a mapping, in memory, read-only, shared between threads. Made by <see cref="LookupTablesBuilder"/>.</summary>
internal sealed class LookupTables : ILookups
{
    private readonly LookupTable[] tables;

    internal LookupTables(LookupTable[] tables, long contentHash)
    {
        this.tables = tables;
        ContentHash = contentHash;
    }

    /// <summary>The same records give the same number, in whatever order they were added: what was mapped with other records has to be mapped again.</summary>
    public long ContentHash { get; }

    /// <summary>Records of one lookup.</summary>
    public int Count(int lookup) => tables[lookup].Count;

    /// <summary>Bytes that the tables hold.</summary>
    public long Bytes => tables.Sum(t => t.Bytes);

    public bool TryGet(int lookup, ReadOnlySpan<byte> key, out LookupRow row)
    {
        if (key.Length != 15 || !SalesforceId.TryParse(key, out var id))
        {
            return tables[lookup].TryGet(key, out row);
        }

        Span<byte> full = stackalloc byte[SalesforceId.Length];
        id.TryFormat(full, out var length);
        return tables[lookup].TryGet(full[..length], out row);
    }
}
