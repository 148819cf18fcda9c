using Dapper;
using DataMigrator.Mapping.Lookups;
using DataMigrator.Staging;

namespace DataMigrator.Mapping;

/// <summary>Table lookup as mapping reads it: in memory, except for large ones (millions of Contacts), which stay on disk so that memory does not grow with them.</summary>
internal sealed class StagedLookups : ILookups, IDisposable
{
    /// <summary>Rows of one lookup up to which it is held in memory: at about 150 bytes each, 75 MB.</summary>
    public const long MostInMemory = 500_000;

    private readonly LookupTables memory;
    private readonly DiskLookup?[] disk;

    private StagedLookups(LookupTables memory, DiskLookup?[] disk, long diskHash)
    {
        this.memory = memory;
        this.disk = disk;
        ContentHash = memory.ContentHash ^ diskHash;
    }

    /// <summary>Tells one content from another, whichever way it is held.</summary>
    public long ContentHash { get; }

    /// <param name="mostInMemory">Rows per lookup; beyond it ids are looked up on disk. Other keys are compared without case, which needs memory.</param>
    public static StagedLookups Load(StagingDatabase staging, IReadOnlyList<LookupSpec> specs, long mostInMemory = MostInMemory)
    {
        using var reader = staging.OpenReader();
        var counts = reader.Query<(string Name, long Rows)>("SELECT name, COUNT(*) FROM lookup GROUP BY name").ToDictionary(row => row.Name, row => row.Rows, StringComparer.Ordinal);
        var builder = new LookupTablesBuilder(specs);
        var large = new DiskLookup?[specs.Count];
        long diskHash = 0;
        using var rows = new Statement(reader, "SELECT key, value FROM lookup WHERE name = ?1");
        for (var i = 0; i < specs.Count; i++)
        {
            var onDisk = counts.GetValueOrDefault(specs[i].Name) > mostInMemory && specs[i].KeyField.EndsWith("Id", StringComparison.Ordinal);
            large[i] = onDisk ? new DiskLookup(staging, specs[i].Name, specs[i].ValueFields.Count) : null;
            rows.Text(1, specs[i].Name);
            while (rows.Step())
            {
                if (onDisk)
                {
                    diskHash = HashCode64.Of(rows.Text(1), HashCode64.Of(rows.Text(0), diskHash));
                }
                else
                {
                    builder.Add(i, rows.Text(0), rows.Text(1));
                }
            }

            rows.Reset();
        }

        return new StagedLookups(builder.Build(), large, diskHash);
    }

    public bool TryGet(int lookup, ReadOnlySpan<byte> key, out LookupRow row) =>
        disk[lookup] is { } large ? large.TryGet(key, out row) : memory.TryGet(lookup, key, out row);

    public void Dispose()
    {
        foreach (var lookup in disk)
        {
            lookup?.Dispose();
        }
    }
}
