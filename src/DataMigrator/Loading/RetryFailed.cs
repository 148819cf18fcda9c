using System.Globalization;
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

    /// <summary>Which rows would be sent again and why they failed: sentences for people.</summary>
    public async Task<IReadOnlyList<string>> PlanAsync()
    {
        using var reader = run.Staging.OpenReader();
        var failures = (await reader.QueryAsync<(string Code, long Count, string Example, string? Message, bool Chosen)>(
            $"""
            SELECT error_code, COUNT(*), MIN(task_id), MIN(error_message), {Which} FROM call WHERE run = @Number AND state = {(int)CallState.Failed}
            GROUP BY error_code ORDER BY 2 DESC, 1
            """,
            new { run.Number, only = code, parent = Orphans.Code }).ConfigureAwait(false)).AsList();
        var chosen = failures.Where(failure => failure.Chosen).ToList();
        string Line(string text, long count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? "call" : "calls")} {text}");
        if (failures.Count == 0)
        {
            return [$"No call of run {run.Id} has failed: there is nothing to send again."];
        }

        if (code is not null && failures.TrueForAll(failure => failure.Code != code))
        {
            return [$"No call of run {run.Id} has failed with {code}. There are: {string.Join(", ", failures.Select(failure => failure.Code))}."];
        }

        return
        [
            Line("would be sent again.", chosen.Sum(failure => failure.Count)),
            .. chosen.Select(failure => Line($"failed with {failure.Code}, such as Task {failure.Example}: {failure.Message}", failure.Count)),
            .. chosen.Select(failure => FailureAdvice.Of(failure.Code)).OfType<string>().Distinct(),
            .. failures.Where(failure => !failure.Chosen).Select(failure => Line($"failed with {failure.Code} and would stay as they are.", failure.Count)),
        ];
    }

    private static string Which => $"run = @Number AND state = {(int)CallState.Failed} AND (@only IS NULL OR error_code = @only OR error_code = @parent)";
}
