using System.Text;
using DataMigrator.Target;
using Salesforce.Force.Errors;
using Salesforce.Force.Rest;

namespace DataMigrator.Reconciliation;

/// <summary>When Tasks were changed last, asked of the source for suspects only. Archived and deleted ones included.</summary>
internal sealed class TaskDates(RunContext run)
{
    private readonly Dictionary<string, TaskDate> known = new(StringComparer.Ordinal);

    /// <summary>Asks for those that are not known yet; forgets the others, so that it stays as small as one batch of suspects.</summary>
    public async Task AskAsync(IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken)
    {
        known.Clear();
        var select = $"SELECT Id, CreatedDate, LastModifiedDate, IsDeleted FROM {run.Mapping.SourceObject} WHERE Id IN ";
        foreach (var chunk in SoqlLiteral.Chunks(select, taskIds))
        {
            await AskAsync(select, chunk, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AskAsync(string select, ArraySegment<string> chunk, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var row in run.Source.QueryAsync(select + SoqlLiteral.Strings(chunk), all: true, cancellationToken).ConfigureAwait(false))
            {
                var deleted = string.Equals(row["IsDeleted"], "true", StringComparison.OrdinalIgnoreCase);
                known[row["Id"] ?? ""] = new(Instant(row["CreatedDate"]), Instant(row["LastModifiedDate"]), deleted);
            }
        }
        catch (ForceException error) when (error.ErrorCode == "INVALID_QUERY_FILTER_OPERATOR")
        {
            // "invalid ID field": one text in the list is no id at all. Halve until it stands alone; then there is no such Task.
            if (chunk.Count > 1)
            {
                await AskAsync(select, chunk[..(chunk.Count / 2)], cancellationToken).ConfigureAwait(false);
                await AskAsync(select, chunk[(chunk.Count / 2)..], cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Null if the source has no such Task, or was not asked.</summary>
    public TaskDate? this[string taskId] => known.TryGetValue(taskId, out var date) ? date : null;

    /// <summary>When the Task was changed, if that was after <paramref name="instant"/> (unix seconds).</summary>
    public long? ChangedAfter(ReadOnlySpan<byte> taskId, long instant) =>
        known.TryGetValue(Encoding.ASCII.GetString(taskId), out var date) && date.Modified > instant ? date.Modified : null;

    private static long Instant(string? text) => text is not null && Iso8601.TryParseInstant(Encoding.ASCII.GetBytes(text), out var seconds, out _) ? seconds : 0;
}

/// <summary>Unix seconds by the source's clock.</summary>
internal readonly record struct TaskDate(long Created, long Modified, bool Deleted);
