using System.Text;
using DataMigrator.Staging;

namespace DataMigrator.Mapping.Linking;

/// <summary>Writes what linking has decided, where it differs from what is staged. A call that it changes is loaded with this run, whoever brought it.</summary>
internal sealed class LinkWriter : IDisposable
{
    /// <summary>Why a merged Task is skipped.</summary>
    public static readonly MapReason Duplicate = new(TaskDoor.Skipped, "Id", "duplicate", "another Task logs the same call");
    private static readonly MapReason ReadAgain = new(TaskDoor.Skipped, "Id", "read again", "is no duplicate any more, but its values are gone: extract its range again");

    private readonly RunContext run;
    private readonly long duplicate;
    private readonly WriteScope scope;
    private long? readAgain;
    private readonly Statement merge;
    private readonly Statement retire;
    private readonly Statement restore;
    private readonly Statement change;
    private readonly Statement rewrite;
    private readonly PayloadWriter payload = new();
    private readonly PayloadValues values = new();

    public LinkWriter(WriteScope scope, RunContext run)
    {
        this.run = run;
        this.scope = scope;
        duplicate = ReasonIds.Id(scope, Duplicate);
        merge = scope.Prepare("UPDATE task SET door = 2, reason = ?2, detail = ?3 WHERE id = ?1");
        retire = scope.Prepare("UPDATE call SET run = -ABS(run), parent = NULL WHERE task_id = ?1");
        restore = scope.Prepare("UPDATE task SET door = 1, reason = NULL, detail = NULL WHERE id = ?1");
        change = scope.Prepare(
            """
            UPDATE call SET run = ?2, parent = ?3, plan = 0, changes = NULL, state = 0, attempts = 0, error_code = NULL, error_message = NULL
            WHERE task_id = ?1
            """);
        rewrite = scope.Prepare("UPDATE payload SET json = ?2 WHERE id = (SELECT payload FROM call WHERE task_id = ?1)");
    }

    public void Write(StagedCall call, LinkOutcome outcome, string? mergedIdsField)
    {
        var id = call.Member.TaskId;
        if (outcome.MergedInto is { } kept)
        {
            if (call.Run > 0 || call.Door != TaskDoor.Skipped || !string.Equals(call.Detail, kept, StringComparison.Ordinal))
            {
                merge.Text(1, id).Integer(2, duplicate).Text(3, kept).Execute();
                retire.Text(1, id).Execute();
            }

            return;
        }

        if (call.Door != TaskDoor.Mapped)
        {
            restore.Text(1, id).Execute();
        }

        var json = call.MayChange && mergedIdsField is not null ? WithMerged(call.Payload, mergedIdsField, outcome.Merged) : call.Payload;
        var same = call.Run > 0 && json.SequenceEqual(call.Payload) && string.Equals(call.Parent, outcome.Parent, StringComparison.Ordinal);
        if (!same && (call.MayChange || call.Run == run.Number))
        {
            if (!json.SequenceEqual(call.Payload))
            {
                rewrite.Text(1, id).Text(2, json).Execute();
            }

            change.Text(1, id).Integer(2, run.Number).Text(3, outcome.Parent).Execute();
        }
    }

    /// <summary>It would stand for itself, but can't be written here: it stays out of loading, under a reason that says what to do.</summary>
    public void LeaveOut(StagedCall call) => merge.Text(1, call.Member.TaskId).Integer(2, readAgain ??= ReasonIds.Id(scope, ReadAgain)).Null(3).Execute();

    public void Dispose()
    {
        foreach (var statement in (Statement[])[merge, retire, restore, change, rewrite])
        {
            statement.Dispose();
        }
    }

    /// <summary>The payload with the merged ids in their field, as many as it holds; null if there are none.</summary>
    private ReadOnlySpan<byte> WithMerged(byte[] json, string field, IReadOnlyList<string> merged)
    {
        Payload.Read(json, values);
        payload.Begin();
        for (var i = 0; i < run.Mapping.TargetFields.Count; i++)
        {
            var target = run.Mapping.TargetFields[i];
            if (string.Equals(target.Name, field, StringComparison.OrdinalIgnoreCase))
            {
                payload.Append(Encoding.UTF8.GetBytes(Join(merged, target.Length)), merged.Count == 0);
            }
            else
            {
                payload.Append(values[i], values.IsNull(i));
            }
        }

        return payload.End();
    }

    private static string Join(IReadOnlyList<string> ids, int length)
    {
        var fit = length <= 0 ? ids.Count : Math.Min(ids.Count, (length + 1) / 19);
        return string.Join(';', ids.Take(fit));
    }
}
