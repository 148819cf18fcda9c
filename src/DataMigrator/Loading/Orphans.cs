using DataMigrator.Staging;

namespace DataMigrator.Loading;

/// <summary>Legs whose previous leg did not get into the target: reported, never loaded unlinked. One that was to be replaced with its previous leg stays as it is.</summary>
internal static class Orphans
{
    public const string Code = "PARENT_NOT_LOADED";

    public static async Task FailAsync(RunContext run, bool canChain, CancellationToken cancellationToken)
    {
        var message = canChain
            ? "The previous leg of this call is not in the target, and PreviousCallId can be set on create only. Mend the previous leg's error, then: datamigrator retry."
            : "This call has a previous leg, but PreviousCallId is not createable for this user in the target.";
        var which =
            $"""
            run = @Number AND parent IS NOT NULL AND state IN ({(int)CallState.Pending}, {(int)CallState.Retry})
            AND (plan = {(int)CallPlan.Replace} OR (plan = {(int)CallPlan.Create} AND target_id IS NULL))
            """;
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        await RowFailures.WriteAsync(scope, run, which, Code, message).ConfigureAwait(false);
        scope.Commit();
    }
}
