using DataMigrator.Reporting.Html;
using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Reporting;

/// <summary>Field by field, what a plan's updates, replacements and blocks are about, as the newest comparison with the target left it in staging.</summary>
internal static class PlannedChanges
{
    /// <summary>Changes shown in full on the page; changes.csv has them all.</summary>
    public const int SampleRows = 200;

    private const int ExamplesPerField = 3;

    /// <summary>What is updated in part is told apart: the fields that are sent, and those that stay. Fields come in the order of the array; to ask for it would sort all rows.</summary>
    private static readonly string Rows =
        $"""
        SELECT c.task_id, CASE WHEN c.plan <> {(int)CallPlan.UpdateInPart} THEN c.plan WHEN json_extract(j.value, '$.createOnly') IS NULL THEN {(int)CallPlan.Update} ELSE {(int)CallPlan.Blocked} END,
          json_extract(j.value, '$.field'), json_extract(j.value, '$.from'), json_extract(j.value, '$.to')
        FROM call c CROSS JOIN json_each(c.changes) j
        WHERE c.run = ?1 AND c.plan IN ({(int)CallPlan.Update}, {(int)CallPlan.Replace}, {(int)CallPlan.Blocked}, {(int)CallPlan.UpdateInPart}) AND c.changes IS NOT NULL ORDER BY c.task_id
        """;

    /// <summary>Every field that changes, by task id, as it is: personal data. Streamed.</summary>
    public static IEnumerable<PlannedChange> All(SqliteConnection reader, long run)
    {
        using var statement = new Statement(reader, Rows);
        statement.Integer(1, run);
        while (statement.Step())
        {
            var plan = ((CallPlan)statement.Integer(1)).ToString().ToLowerInvariant();
            yield return new(statement.String(0)!, plan, statement.String(2) ?? "", statement.String(3), statement.String(4));
        }
    }

    /// <summary>In one pass: counts by plan and field, most calls first, each with its first examples; and the first rows. Holds as many groups as there are fields, never all rows.</summary>
    public static (IReadOnlyList<ChangeGroup> Groups, IReadOnlyList<PlannedChange> Samples) Read(SqliteConnection reader, long run)
    {
        var groups = new Dictionary<(string Plan, string Field), (long Count, List<ChangeExample> Examples)>();
        var samples = new List<PlannedChange>();
        foreach (var change in All(reader, run))
        {
            var key = (change.Plan, change.Field);
            var (count, examples) = groups.TryGetValue(key, out var found) ? found : (0, []);
            if (count < ExamplesPerField)
            {
                examples.Add(new(change.TaskId, Shown(change.From, change.Field), Shown(change.To, change.Field)));
            }

            groups[key] = (count + 1, examples);
            if (samples.Count < SampleRows)
            {
                samples.Add(change);
            }
        }

        return (
            [
                .. groups.Select(g => new ChangeGroup(g.Key.Plan, g.Key.Field, g.Value.Count, g.Value.Examples[0].TaskId, g.Value.Examples))
                    .OrderBy(g => Enum.Parse<CallPlan>(g.Plan, ignoreCase: true)).ThenByDescending(g => g.Count).ThenBy(g => g.Field, StringComparer.Ordinal),
            ],
            samples);
    }

    private static string? Shown(string? value, string field) => value is null ? null : Display.Value(value, field);
}

/// <summary>How many calls change in one field; <paramref name="Plan"/>: update, replace or blocked. <paramref name="Example"/>: the first Task's id.</summary>
internal sealed record ChangeGroup(string Plan, string Field, long Count, string Example, IReadOnlyList<ChangeExample> Examples);

/// <summary>What the target holds and what it would become; null = empty. Phone numbers are masked, long texts cut; still personal data, so never for a log.</summary>
internal sealed record ChangeExample(string TaskId, string? From, string? To);

/// <summary>One planned or made change.</summary>
internal sealed record PlannedChange(string TaskId, string Plan, string Field, string? From, string? To);
