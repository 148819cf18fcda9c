using System.Collections;

namespace DataMigrator.Reconciliation;

/// <summary>
/// Which staged calls the target has shown, exactly: a bit for each, by payload.id, which every call has for itself and which are handed out one after the
/// other. 10 million calls are 1.25 MB.
/// </summary>
internal sealed class SeenCalls
{
    private readonly BitArray seen = new(1 << 16);

    /// <summary>How many, each once.</summary>
    public long Count { get; private set; }

    /// <summary>False if it was seen before: the target holds it twice.</summary>
    /// <param name="payload">payload.id of the call, from 1.</param>
    public bool Add(long payload)
    {
        var at = checked((int)payload);
        if (at >= seen.Length)
        {
            seen.Length = Math.Max(at + 1, seen.Length * 2);
        }

        var before = seen[at];
        seen[at] = true;
        Count += before ? 0 : 1;
        return !before;
    }

    public bool Has(long payload) => payload < seen.Length && seen[(int)payload];
}
