using System.Text;
using DataMigrator.Staging;

namespace DataMigrator.Reconciliation;

/// <summary>
/// VoiceCalls with an external id for which staging has no call. A Task that was staged and is no call makes an orphan. One that staging never saw is asked for in
/// the source: if it does not exist, the VoiceCall is extra; if it lies outside this run's range, another staging file answers for it.
/// </summary>
internal sealed class ExtraCalls(RunContext run, ReconciliationOptions options, FindingWriter findings) : IDisposable
{
    private readonly List<(string TaskId, string CallId, bool IsKept)> pending = [];
    private readonly TaskDates tasks = new(run);
    private readonly ReportedCalls reported = new();
    private int asked;

    /// <summary>Found to be extra or orphaned, and not kept knowingly.</summary>
    public long Count { get; private set; }

    /// <summary>Their Tasks exist in the source, but staging has never read them: another staging file's, or younger than the extraction.</summary>
    public long Unstaged { get; private set; }

    /// <summary>Not judged: more unknown Tasks than are asked for.</summary>
    public long NotJudged { get; private set; }

    /// <param name="isKept">Somebody has emptied its external id: it is a VoiceCall of the target now, and nobody looks for its Task any more.</param>
    public void Add(ReadOnlySpan<byte> taskId, ReadOnlySpan<byte> callId, bool isKept = false) => pending.Add((Encoding.UTF8.GetString(taskId), Encoding.ASCII.GetString(callId), isKept));

    public async Task JudgeAsync(CancellationToken cancellationToken)
    {
        if (pending.Count == 0)
        {
            return;
        }

        List<(string TaskId, string CallId)> unknown = [];
        using (var reader = run.Staging.OpenReader())
        using (var task = new Statement(reader, "SELECT t.door, r.text, t.detail FROM task t LEFT JOIN reason r ON r.id = t.reason WHERE t.id = ?1"))
        {
            foreach (var call in pending)
            {
                if (!task.Reset().Text(1, call.TaskId).Step())
                {
                    unknown.Add((call.TaskId, call.CallId));
                }
                else if (reported.Add(Encoding.ASCII.GetBytes(call.CallId)))
                {
                    // Whichever run read the Task last: no other one looks for this VoiceCall either.
                    Orphan(call, (TaskDoor)task.Integer(0), task.String(1), task.String(2));
                }
            }
        }

        pending.Clear();
        await JudgeUnknownAsync(unknown, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => reported.Dispose();

    private void Orphan((string TaskId, string CallId, bool IsKept) call, TaskDoor door, string? reason, string? detail)
    {
        var kept = call.IsKept && door != TaskDoor.Mapped;
        Count += kept ? 0 : 1;
        var merged = detail is { Length: 18 } && detail.StartsWith("00T", StringComparison.Ordinal) ? $" ({detail})" : "";
        var why = $"its Task was {door.ToString().ToLowerInvariant()}{(reason is null ? "" : $": {reason}")}{merged}";
        var key = run.Mapping.ExternalIdField;
        findings.Add(new(
            Finding.Identity, FindingClass.Orphan, kept ? Finding.Explained : Finding.Open, call.TaskId, call.CallId, null, null, null,
            door == TaskDoor.Mapped ? "its Task is a call again, but not staged as one: read it again with 'run'"
            : kept ? $"{why}; it is kept: its {key} was emptied"
            : $"{why}; nothing deletes the VoiceCall by itself: delete it in the target, or to keep it empty its {key} there"
                + (door == TaskDoor.Rejected ? "; if it is a call after all, mend the Task or the mapping, and run again" : "")));
    }

    private async Task JudgeUnknownAsync(List<(string TaskId, string CallId)> unknown, CancellationToken cancellationToken)
    {
        if (asked + unknown.Count > options.MostReread)
        {
            NotJudged += unknown.Count;
            return;
        }

        asked += unknown.Count;
        await tasks.AskAsync([.. unknown.Where(u => SalesforceId.TryParse(Encoding.UTF8.GetBytes(u.TaskId), out _)).Select(u => u.TaskId)], cancellationToken).ConfigureAwait(false);
        foreach (var (taskId, callId) in unknown)
        {
            if (tasks[taskId] is { Deleted: false } task)
            {
                InSource(task, taskId, callId);
            }
            else
            {
                Count++;
                var note = tasks[taskId] is { Deleted: true } ? "its Task was deleted" : "there is no such Task in the source";
                findings.Add(new(Finding.Identity, FindingClass.Extra, Finding.Open, taskId, callId, null, null, null, note));
            }
        }
    }

    // The Task is there. It belongs to this run only if it was created in its range and the run was to read all of it.
    private void InSource(TaskDate task, string taskId, string callId)
    {
        var inRange = run.RangeField == "CreatedDate" && run.Limit is null
            && !(run.From is { } from && task.Created < from.ToUnixTimeSeconds()) && !(run.To is { } to && task.Created >= to.ToUnixTimeSeconds());
        Unstaged++;
        if (!inRange)
        {
            return;
        }

        findings.Add(new(Finding.Identity, FindingClass.SourceChanged, Finding.Explained, taskId, callId, null, null, null, "its Task is in the run's range, but came into it after extraction"));
    }
}
