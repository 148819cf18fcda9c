using System.Globalization;
using DataMigrator.Mapping.Assessing;
using Microsoft.Extensions.Logging;
using Salesforce.Force.Errors;

namespace DataMigrator.Loading;

/// <summary>Before the first job: has the target org room for what the plan creates? A full org refuses every insert, also those of its users.</summary>
internal static class StorageGate
{
    /// <param name="creates">VoiceCalls that are still to be created.</param>
    /// <exception cref="LoadingStoppedException">It has not; nothing was sent.</exception>
    public static async Task RequireAsync(RunContext run, long creates, CancellationToken cancellationToken)
    {
        if (creates == 0)
        {
            return;
        }

        try
        {
            var limits = await run.Target.LimitsAsync(cancellationToken).ConfigureAwait(false);
            var needed = (long)Math.Ceiling(creates * (double)new CostRates().BytesPerRecord / 1048576);
            if (limits.TryGetValue("DataStorageMB", out var storage) && storage.Remaining < needed)
            {
                throw new LoadingStoppedException(StopReason.Storage, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{creates:N0} calls would take about {needed:N0} MB of data storage, and {storage.Remaining:N0} of {storage.Max:N0} MB are left in the target org. Free or buy storage, or load fewer (--from, --to, --limit)."));
            }
        }
        catch (ForceException error) when (error is not ForceQuotaException)
        {
            // A user without 'View Setup and Configuration' can't read limits; then the org itself refuses what is too much.
            run.Log.LogInformation("The target's storage can't be read ({Code})", error.ErrorCode);
        }
    }
}
