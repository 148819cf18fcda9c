using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Reconciliation;

/// <summary>Looks one staged call up by Task id; reused, not thread-safe.</summary>
internal sealed class StagedCalls(SqliteConnection reader, long run) : IDisposable
{
    /// <summary>Calls of the run (retired ones have another run) that the target should hold: loaded at some time, or found there when the plan was made, and neither rolled back nor found gone.</summary>
    public static readonly string Expected =
        $"""
        c.plan <> {(int)CallPlan.Native} AND c.state <> {(int)CallState.RolledBack} AND NOT (c.plan = {(int)CallPlan.Create} AND c.state = {(int)CallState.Pending})
        AND (c.target_id IS NOT NULL OR c.created_run IS NOT NULL
          OR c.state IN ({(int)CallState.Created}, {(int)CallState.Updated}, {(int)CallState.Replaced}, {(int)CallState.Unchanged}, {(int)CallState.Blocked}))
        """;

    private readonly Statement statement = new(
        reader,
        $"""
        SELECT c.run, d.json, c.parent, p.target_id, c.plan, c.state, c.target_stamp, c.job, c.created_run, c.duration, ({Expected})
        FROM call c CROSS JOIN payload d ON d.id = c.payload LEFT JOIN call p ON p.task_id = c.parent WHERE c.task_id = ?1
        """);

    private Snapshot? snapshot;

    /// <summary>Moves to the call of that Task. What is read until <see cref="Release"/> is one snapshot.</summary>
    public StagedKind Find(ReadOnlySpan<byte> taskId)
    {
        snapshot ??= new Snapshot(reader);
        return !statement.Reset().Text(1, taskId).Step() ? StagedKind.Unknown
            : statement.Integer(0) == run ? StagedKind.OfThisRun
            : statement.Integer(0) > 0 ? StagedKind.OfAnotherRun
            : StagedKind.Retired;
    }

    public ReadOnlySpan<byte> Payload => statement.Text(1);

    public ReadOnlySpan<byte> Parent => statement.Text(2);

    public ReadOnlySpan<byte> ParentCallId => statement.Text(3);

    public CallPlan Plan => (CallPlan)statement.Integer(4);

    public CallState State => (CallState)statement.Integer(5);

    public long? Stamp => statement.IsNull(6) ? null : statement.Integer(6);

    public long? Job => statement.IsNull(7) ? null : statement.Integer(7);

    public long? CreatedRun => statement.IsNull(8) ? null : statement.Integer(8);

    public long Duration => statement.Integer(9);

    /// <summary>See <see cref="Expected"/>.</summary>
    public bool IsExpected => statement.Integer(10) != 0;

    /// <summary>Ends the read, so that the write-ahead log can be taken over.</summary>
    public void Release()
    {
        statement.Reset();
        snapshot?.Dispose();
        snapshot = null;
    }

    public void Dispose()
    {
        Release();
        statement.Dispose();
    }
}

/// <summary>Whose call a Task id is.</summary>
internal enum StagedKind
{
    /// <summary>Staging has no call for it.</summary>
    Unknown,

    OfThisRun,

    /// <summary>Another run answers for it.</summary>
    OfAnotherRun,

    /// <summary>It was a call, and is none any more.</summary>
    Retired,
}
