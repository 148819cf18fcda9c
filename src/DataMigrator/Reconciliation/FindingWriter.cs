using DataMigrator.Staging;

namespace DataMigrator.Reconciliation;

/// <summary>Collects findings and stamps, and writes them in batches: one transaction for some thousand.</summary>
internal sealed class FindingWriter(StagingDatabase staging, long run)
{
    private const int Batch = 5_000;

    private readonly List<Finding> findings = [];
    private readonly List<(string TaskId, long Stamp)> stamps = [];

    /// <summary>Findings with status open so far.</summary>
    public long Open { get; private set; }

    public void Add(Finding finding)
    {
        Open += finding.Status == Finding.Open ? 1 : 0;
        findings.Add(finding);
    }

    /// <summary>LastModifiedDate of a VoiceCall that we were the last to touch: what rollback and later reconciliations compare with.</summary>
    public void Stamp(string taskId, long stamp) => stamps.Add((taskId, stamp));

    /// <summary>True if there is enough for a transaction of its own.</summary>
    public bool IsLarge => findings.Count + stamps.Count >= Batch;

    /// <summary>Writes if there is enough for a transaction of its own.</summary>
    public ValueTask FlushIfLargeAsync(CancellationToken cancellationToken) =>
        IsLarge ? new(FlushAsync(cancellationToken)) : ValueTask.CompletedTask;

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (findings.Count + stamps.Count == 0)
        {
            return;
        }

        using var scope = await staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        using (var insert = scope.Prepare(
            "INSERT INTO finding (run, check_name, object, task_id, call_id, field, expected, found, class, status, note) VALUES (?1, ?2, 'VoiceCall', ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"))
        {
            foreach (var f in findings)
            {
                insert.Integer(1, run).Text(2, f.Check).Text(3, f.TaskId).Text(4, f.CallId).Text(5, f.Field).Text(6, f.Expected).Text(7, f.Found)
                    .Text(8, f.Class).Text(9, f.Status).Text(10, f.Note).Execute();
            }
        }

        using (var update = scope.Prepare("UPDATE call SET target_stamp = ?2 WHERE task_id = ?1"))
        {
            foreach (var (taskId, stamp) in stamps)
            {
                update.Text(1, taskId).Integer(2, stamp).Execute();
            }
        }

        scope.Commit();
        findings.Clear();
        stamps.Clear();
    }
}
