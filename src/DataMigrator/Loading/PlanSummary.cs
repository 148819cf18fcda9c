using Dapper;
using DataMigrator.Staging;

namespace DataMigrator.Loading;

/// <summary>The plan for people: counts, and field by field what would change.</summary>
internal sealed record PlanSummary(LoadingResult Counts, IReadOnlyList<FieldChange> Changes)
{
    private const int ExamplesPerField = 3;

    /// <summary>From the newest comparison of that run.</summary>
    public static async Task<PlanSummary> ReadAsync(StagingDatabase staging, long run)
    {
        using var reader = staging.OpenReader();
        var rows = await reader.QueryAsync<(long Plan, string Field, long Count, string TaskId, string? From, string? To)>(
            $"""
            WITH change AS (
              SELECT c.plan, c.task_id, json_extract(j.value, '$.field') AS field, json_extract(j.value, '$.from') AS before, json_extract(j.value, '$.to') AS after
              FROM call c, json_each(c.changes) j WHERE c.run = @run AND c.changes IS NOT NULL
            ), ranked AS (
              SELECT *, COUNT(*) OVER (PARTITION BY plan, field) AS n, ROW_NUMBER() OVER (PARTITION BY plan, field ORDER BY task_id) AS place FROM change
            )
            SELECT plan, field, n, task_id, before, after FROM ranked WHERE place <= {ExamplesPerField} ORDER BY plan, n DESC, field, place
            """,
            new { run }).ConfigureAwait(false);
        var changes = rows.GroupBy(r => (r.Plan, r.Field, r.Count)).Select(g => new FieldChange(
            (CallPlan)g.Key.Plan, g.Key.Field, g.Key.Count, [.. g.Select(r => new ChangeExample(r.TaskId, r.From, r.To))]));
        return new PlanSummary(await LoadingBooks.PlannedAsync(staging, run).ConfigureAwait(false), [.. changes]);
    }
}

/// <summary>How many calls of one plan (update, replace, blocked) differ in a field.</summary>
internal sealed record FieldChange(CallPlan Plan, string Field, long Count, IReadOnlyList<ChangeExample> Examples);

/// <summary>Null = empty. Personal data: for the screen and the report, never for a log.</summary>
internal sealed record ChangeExample(string TaskId, string? From, string? To);
