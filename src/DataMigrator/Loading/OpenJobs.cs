namespace DataMigrator.Loading;

/// <summary>
/// Settles what interrupted starts left in the target org. To be called before anything else of a run that executes, mapping included: mapping a call anew
/// forgets which job it was in. Planning, loading and rollback call it again, which costs nothing when nothing is open.
/// </summary>
internal static class OpenJobs
{
    /// <returns>Jobs settled.</returns>
    public static async Task<int> SettleAsync(RunContext run, CancellationToken cancellationToken)
    {
        var store = new JobStore(run.Staging, run.Time, run.Number);
        return await new JobRecovery(run, store, new JobCollector(run, store)).SettleAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>For commands that send nothing but reads: results of jobs that have ended come into the books, what is still open in the org is left as it is.</summary>
    /// <returns>Jobs collected.</returns>
    public static async Task<int> CollectEndedAsync(RunContext run, CancellationToken cancellationToken)
    {
        var store = new JobStore(run.Staging, run.Time, run.Number);
        return await new JobRecovery(run, store, new JobCollector(run, store)).CollectEndedAsync(cancellationToken).ConfigureAwait(false);
    }
}
