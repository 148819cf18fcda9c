namespace DataMigrator.Target;

/// <summary>How many calls a run has, and from when to when they start.</summary>
/// <param name="First">First start, unix seconds; 0 if there are no calls.</param>
/// <param name="Last">Last start.</param>
internal readonly record struct CallExtent(long Count, long First, long Last)
{
    /// <summary>With one more call.</summary>
    public CallExtent And(long starts) => Count == 0 ? new(1, starts, starts) : new(Count + 1, Math.Min(First, starts), Math.Max(Last, starts));
}
