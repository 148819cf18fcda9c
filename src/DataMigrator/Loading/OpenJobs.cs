namespace DataMigrator.Loading;

/// <summary>
/// Settles what interrupted starts left in the target org. To be called before anything else of a run, dry or not, mapping included: mapping or planning a call anew
/// forgets which job it was in. Planning, loading and rollback call it again, which costs nothing when nothing is open.
/// </summary>
internal static class OpenJobs
{
    /// <param name="run">If it may not write: nothing but reads is sent.</param>
    /// <returns>Jobs settled.</returns>
    public static async Task<int> SettleAsync(RunContext run, CancellationToken cancellationToken)
    {
        var store = new JobStore(run.Staging, run.Time, run.Number);
        return await new JobRecovery(run, store, new JobCollector(run, store)).SettleAsync(cancellationToken).ConfigureAwait(false);
    }
}
