using Dapper;
using DataMigrator.Staging;

namespace DataMigrator.Loading;

/// <summary>
/// Replacing deletes before it can create: what the org then refuses (a validation rule, a missing permission) is gone. So one call is replaced first, alone, and
/// the rest is deleted only once it is there again.
/// </summary>
internal sealed class ReplaceProbe(RunContext run)
{
    /// <summary>Calls whose delete is refused say nothing about creating; after so many of them none of the rest is tried.</summary>
    private const int MostRefusedDeletes = 5;

    public const string Code = "REPLACE_NOT_TRIED";

    /// <summary>What the calls replaced so far tell.</summary>
    public async Task<ReplaceProof> ProofAsync()
    {
        using var reader = run.Staging.OpenReader();
        var (replaced, waiting, lost, kept) = await reader.QuerySingleAsync<(long, long, long, long)>(
            $"""
            SELECT COALESCE(SUM(state = {(int)CallState.Replaced}), 0),
              COALESCE(SUM(target_id IS NULL AND state IN ({(int)CallState.Pending}, {(int)CallState.Retry})), 0),
              COALESCE(SUM(target_id IS NULL AND state = {(int)CallState.Failed}), 0),
              COALESCE(SUM(target_id IS NOT NULL AND state = {(int)CallState.Failed} AND error_code <> '{Code}' AND error_code <> '{Orphans.Code}'), 0)
            FROM call WHERE run = @Number AND plan = {(int)CallPlan.Replace}
            """,
            new { run.Number }).ConfigureAwait(false);
        return replaced > 0 ? ReplaceProof.Works
            : lost > 0 || kept >= MostRefusedDeletes ? ReplaceProof.Refused
            : waiting > 0 ? ReplaceProof.UnderWay
            : ReplaceProof.None;
    }

    /// <summary>Leaves the rest as it is in the target, and says why.</summary>
    public async Task GiveUpAsync(CancellationToken cancellationToken)
    {
        const string Message = "Not replaced, and not touched: the first call that was to be replaced was refused, see its error. Mend the cause, then: datamigrator retry.";
        var which = $"run = @Number AND plan = {(int)CallPlan.Replace} AND target_id IS NOT NULL AND state IN ({(int)CallState.Pending}, {(int)CallState.Retry})";
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        await RowFailures.WriteAsync(scope, run, which, Code, Message).ConfigureAwait(false);
        scope.Commit();
    }
}

internal enum ReplaceProof
{
    /// <summary>Nothing was replaced yet: one is to be tried.</summary>
    None,

    /// <summary>One is deleted and waits to be created again.</summary>
    UnderWay,

    /// <summary>One was replaced: the rest may go.</summary>
    Works,

    /// <summary>One was deleted and could not be created, or deleting is refused again and again.</summary>
    Refused,
}
