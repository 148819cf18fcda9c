using System.Text;
using DataMigrator.Staging;
using DataMigrator.Target;

namespace DataMigrator.Reconciliation;

/// <summary>
/// Calls that were in the target when their Task ceased to be one (deleted, rejected by another mapping, merged into another): asked for by their own id, wherever they
/// start and whether or not the run has calls at all. Those that are still there would otherwise stay for good, unseen, and a merged one would be one call twice.
/// </summary>
internal sealed class RetiredCalls(RunContext run, RunFacts facts, TargetReader target, ExtraCalls extras)
{
    private const int AskAtOnce = 2_000;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        string? after = "";
        while (after is not null)
        {
            (var asked, after) = Next(after);
            await target.ReadByIdsAsync(
                asked.Keys,
                (page, stop) =>
                {
                    Take(page, asked);
                    return extras.JudgeAsync(stop);
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    private void Take(TargetPage page, Dictionary<string, (string TaskId, bool Ours)> asked)
    {
        for (var i = 0; i < page.Count; i++)
        {
            // Without our key it is ours only if we made it (Salesforce Voice makes its own); with another Task's key it is that Task's.
            var (taskId, ours) = asked[Encoding.ASCII.GetString(page[i].Id)];
            var key = Encoding.ASCII.GetBytes(taskId);
            if (page[i].TaskId.IsEmpty ? ours : page[i].TaskId.SequenceEqual(key))
            {
                extras.Add(key, page[i].Id, isKept: page[i].TaskId.IsEmpty);
            }
        }
    }

    /// <summary>By VoiceCall id; in bounded steps. Read by this run, retired by it, or merged into a call of it.</summary>
    private (Dictionary<string, (string TaskId, bool Ours)> Asked, string? After) Next(string after)
    {
        var asked = new Dictionary<string, (string TaskId, bool Ours)>(StringComparer.Ordinal);
        using var reader = run.Staging.OpenReader();
        using var calls = new Statement(
            reader,
            $"""
            SELECT c.task_id, c.target_id, c.created_run IS NOT NULL FROM call c JOIN task t ON t.id = c.task_id LEFT JOIN call k ON k.task_id = t.detail
            WHERE c.task_id > ?2 AND c.run < 0 AND c.target_id IS NOT NULL AND (t.run = ?1 OR c.run = -?1 OR k.run = ?1) ORDER BY c.task_id LIMIT {AskAtOnce}
            """).Integer(1, facts.Number).Text(2, after);
        string? last = null;
        while (calls.Step())
        {
            last = calls.String(0)!;
            asked[calls.String(1)!] = (last, calls.Integer(2) != 0);
        }

        return (asked, last);
    }
}
