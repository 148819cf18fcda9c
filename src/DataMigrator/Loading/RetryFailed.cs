using Dapper;
using DataMigrator.Staging;

namespace DataMigrator.Loading;

/// <summary>
/// <c>retry --run ID [--code CODE]</c>: what failed for good gets a new set of sendings, after the cause is mended. Planned anew first, so that nothing is
/// sent that came into the target in the meantime. Legs that failed only because the leg before them did are taken along.
/// </summary>
/// <param name="run">The run whose failures are to be sent again.</param>
/// <param name="code">Only rows that failed with this code; null = all.</param>
internal sealed class RetryFailed(RunContext run, string? code)
{
    /// <returns>The books of the whole run, not only of what was sent again.</returns>
    /// <exception cref="LoadingStoppedException">As in loading.</exception>
    public async Task<LoadingResult> RunAsync(CancellationToken cancellationToken)
    {
        using (var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false))
        {
            await scope.Connection.ExecuteAsync(
                $"UPDATE call SET state = {(int)CallState.Pending}, plan = {(int)CallPlan.Undecided}, job = NULL, attempts = 0 WHERE {Which}", new { run.Number, only = code, parent = Orphans.Code }, scope.Transaction)
                .ConfigureAwait(false);
            scope.Commit();
        }

        return await new LoadingStage(run).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How many rows would be sent again.</summary>
    public async Task<long> CountAsync()
    {
        using var reader = run.Staging.OpenReader();
        return await reader.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM call WHERE {Which}", new { run.Number, only = code, parent = Orphans.Code }).ConfigureAwait(false);
    }

    private static string Which => $"run = @Number AND state = {(int)CallState.Failed} AND (@only IS NULL OR error_code = @only OR error_code = @parent)";
}
