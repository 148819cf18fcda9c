using System.Text;
using DataMigrator.Staging;
using DataMigrator.Target;

namespace DataMigrator.Loading;

/// <summary>Asks the target by external id what became of rows whose answer we don't have or don't trust, before anything is sent again.</summary>
internal sealed class TargetInquiry(RunContext run)
{
    private readonly TargetReader reader = new(run);

    /// <returns>Those that are there, by Task id. Bounded by the rows of a job.</returns>
    /// <param name="sender">run.number whose job the rows were in: what was created since it began is its own.</param>
    public async Task<Dictionary<string, TargetFinding>> AskAsync(long sender, IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, TargetFinding>(StringComparer.Ordinal);
        if (taskIds.Count == 0)
        {
            return found;
        }

        var own = await OwnRecords.OfAsync(run, sender, cancellationToken).ConfigureAwait(false);
        var comparison = new CallComparison(run.Mapping, run.TargetDescribe, run.Settings);
        var values = new PayloadValues();
        using var staging = run.Staging.OpenReader();
        using var call = new Statement(
            staging, "SELECT d.json, c.parent, p.target_id FROM call c CROSS JOIN payload d ON d.id = c.payload LEFT JOIN call p ON p.task_id = c.parent WHERE c.task_id = ?1");
        await reader.ReadByTaskIdsAsync(taskIds, HandleAsync, cancellationToken).ConfigureAwait(false);
        return found;

        Task HandleAsync(TargetPage page, CancellationToken stop)
        {
            for (var i = 0; i < page.Count; i++)
            {
                var row = page[i];
                if (call.Reset().Text(1, row.TaskId).Step())
                {
                    Payload.Read(call.Text(0), values);

                    // Values that were purged, or that another mapping made, can't be compared: then it counts that the record is there.
                    var comparable = values.Count == run.Mapping.TargetFields.Count;
                    var plan = comparable ? comparison.Compare(values, row, call.Text(1), call.Text(2)) : CallPlan.Undecided;
                    found[Encoding.ASCII.GetString(row.TaskId)] = new TargetFinding(
                        Encoding.ASCII.GetString(row.Id), plan, comparable ? Difference.ToJson(comparison.Differences) : null, own.Has(row), own.Stamp(row));
                }
            }

            return Task.CompletedTask;
        }
    }
}
