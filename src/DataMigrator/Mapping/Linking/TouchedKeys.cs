using DataMigrator.Staging;

namespace DataMigrator.Mapping.Linking;

/// <summary>
/// Link keys of the calls that this process has mapped: linking an incremental run looks at those alone. Too many to remember, or a run that another process
/// began: all groups are looked at, which costs time and changes nothing else.
/// </summary>
internal sealed class TouchedKeys
{
    /// <summary>Beyond it, one pass over the index for groups of two and more costs less than asking for each key, most of which stand alone.</summary>
    private const int Most = 5_000;

    private readonly HashSet<long> keys = [];
    private bool all;

    /// <summary>Null = all.</summary>
    public IReadOnlyCollection<long>? Keys => all ? null : keys;

    public void Begin(StagingDatabase staging, MappingScope scope)
    {
        using var reader = staging.OpenReader();
        var sums = scope.Sum(reader);
        all = sums.Unmapped < sums.Rows;
    }

    public void Add(MappedChunk chunk)
    {
        foreach (ref readonly var row in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(chunk.Rows))
        {
            if (!all && row.LinkKey is { } key && keys.Add(key) && keys.Count > Most)
            {
                all = true;
                keys.Clear();
            }
        }
    }
}
