using System.Globalization;
using System.Text;
using Dapper;
using DataMigrator.Staging;
using DataMigrator.Target;

namespace DataMigrator.Loading;

/// <summary>Asks the target by external id what became of rows whose answer we don't have or don't trust, before anything is sent again.</summary>
internal sealed class TargetInquiry(RunContext run)
{
    private readonly TargetReader reader = new(run);
    private string user = "";
    private long since;

    /// <returns>Those that are there, by Task id. Bounded by the rows of a job.</returns>
    /// <param name="sender">run.number whose job the rows were in: what was created since it began is its own.</param>
    public async Task<Dictionary<string, TargetFinding>> AskAsync(long sender, IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, TargetFinding>(StringComparer.Ordinal);
        if (taskIds.Count == 0)
        {
            return found;
        }

        await IdentifyAsync(sender, cancellationToken).ConfigureAwait(false);
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
                    var plan = comparison.Compare(values, row, call.Text(1), call.Text(2));
                    found[Encoding.ASCII.GetString(row.TaskId)] = new TargetFinding(
                        Encoding.ASCII.GetString(row.Id), plan, Difference.ToJson(comparison.Differences), IsOurs(row), Stamp(row));
                }
            }

            return Task.CompletedTask;
        }
    }

    private bool IsOurs(in TargetRow row) => row.Created >= since && SameUser(row.CreatedById);

    private long? Stamp(in TargetRow row) => SameUser(row.LastModifiedById) ? row.LastModified : null;

    private bool SameUser(ReadOnlySpan<byte> id)
    {
        Span<byte> ours = stackalloc byte[TaskKey.Length];
        var length = Encoding.ASCII.GetBytes(user, ours);
        return id.Length >= 15 && length >= 15 && id[..15].SequenceEqual(ours[..15]);
    }

    private async Task IdentifyAsync(long sender, CancellationToken cancellationToken)
    {
        var session = await run.Target.LoginAsync(cancellationToken).ConfigureAwait(false);
        using var staging = run.Staging.OpenReader();
        var started = await staging.ExecuteScalarAsync<string>("SELECT started FROM run WHERE number = @sender", new { sender }).ConfigureAwait(false);

        // On the org's clock, whole seconds as it stores them; one second of grace for the rounding of the Date header.
        var instant = DateTimeOffset.Parse(started!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) + run.Target.ClockSkew;
        since = instant.ToUnixTimeSeconds() - 1;
        user = session.UserId;
    }
}
