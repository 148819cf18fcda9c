using System.Text;
using SalesforceEmulator.Faults;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <summary>What a fault plan does to one ingest job.</summary>
internal sealed class JobFaults
{
    private readonly FaultPlan plan;
    private readonly List<(FaultRule Rule, int Column, byte[]? Value)> locks = [];

    public JobFaults(FaultPlan plan, IReadOnlyList<FaultRule> rules, IReadOnlyList<string> columns)
    {
        this.plan = plan;
        FailAfter = rules.FirstOrDefault(r => r.Action == FaultAction.FailJob);
        foreach (var rule in rules.Where(r => r.Action == FaultAction.LockRows))
        {
            var column = rule.Column is null ? -1 : columns.ToList().FindIndex(c => c.Equals(rule.Column, StringComparison.OrdinalIgnoreCase));
            if (rule.Column is null || column >= 0)
            {
                locks.Add((rule, column, rule.Value is null ? null : Encoding.UTF8.GetBytes(rule.Value)));
            }
        }
    }

    public FaultRule? FailAfter { get; }

    /// <summary>Marks the rows that can't get their lock.</summary>
    public void Lock(RowBuffer[] rows, int count, OrgError?[] errors)
    {
        foreach (var (rule, column, value) in locks)
        {
            OrgError? first = null;
            for (var i = 0; i < count; i++)
            {
                if (errors[i] is null && IsLocked(rule, column, value, rows[i]))
                {
                    errors[i] = first ??= Error(rule, column < 0 ? "" : Encoding.UTF8.GetString(rows[i][column]));
                }
            }

            if (first is not null && rule.WholeChunk)
            {
                for (var i = 0; i < count; i++)
                {
                    errors[i] ??= first;
                }
            }
        }
    }

    private bool IsLocked(FaultRule rule, int column, byte[]? value, RowBuffer row) =>
        (column < 0 || (value is null ? !row[column].IsEmpty : row[column].SequenceEqual(value)))
        && (rule.Percent is not { } percent || plan.Draw(percent));

    private static OrgError Error(FaultRule rule, string parent) => new(
        "UNABLE_TO_LOCK_ROW",
        rule.Message ?? (parent.Length == 0 ? "unable to obtain exclusive access to this record" : $"unable to obtain exclusive access to this record or 1 records: {parent}"),
        []);
}
