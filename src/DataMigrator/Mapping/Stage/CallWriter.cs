using DataMigrator.Staging;

namespace DataMigrator.Mapping;

/// <summary>
/// Writes mapped chunks into task and call, inside the caller's transaction. A Task seen for the first time takes two inserts; everything else (it was read
/// before, by this run or another) is decided by what is there.
/// </summary>
internal sealed class CallWriter : IDisposable
{
    /// <summary>What was mapped has arrived in the target as far as it may, or was found there: mapped to the same again, there is nothing new to send.</summary>
    private static readonly string IsLoaded =
        $"""
        run > 0 AND target_id IS NOT NULL AND (state IN ({(int)CallState.Created}, {(int)CallState.Updated}, {(int)CallState.Replaced}, {(int)CallState.Unchanged}, {(int)CallState.Blocked})
          OR (state = {(int)CallState.Pending} AND plan = {(int)CallPlan.Unchanged}))
        """;

    private readonly WriteScope scope;
    private readonly long run;
    private readonly string state;
    private readonly Dictionary<long, bool> sameFields = [];
    private readonly ReasonIds reasons;
    private readonly Statement newTask;
    private readonly Statement newPayload;
    private readonly Statement newCall;
    private readonly Statement findTask;
    private readonly Statement findCall;
    private readonly Statement setTask;
    private readonly Statement setCall;
    private readonly Statement setPayload;
    private readonly Statement touchCall;
    private readonly Statement dropPayload;
    private readonly Statement dropCall;
    private readonly Statement retireCall;
    private readonly Statement relink;
    private readonly Statement markChunk;
    private readonly Statement clearElsewhere;
    private readonly Statement markElsewhere;
    private long elsewhere;
    private long owner;

    /// <summary>Statements keep what was bound: the run is bound once.</summary>
    public CallWriter(WriteScope scope, long run, string state, ReasonIds reasons)
    {
        this.scope = scope;
        this.run = run;
        this.state = state;
        this.reasons = reasons;
        newTask = scope.Prepare("INSERT OR IGNORE INTO task (id, run, chunk, ordinal, hash, door, reason, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
        newPayload = scope.Prepare("INSERT INTO payload (json) VALUES (?1)");
        newCall = scope.Prepare(
            "INSERT INTO call (task_id, run, payload, hash, starts, ends, duration, how, link_key) VALUES (?1, ?2, last_insert_rowid(), ?3, ?4, ?5, ?6, ?7, ?8)");
        findTask = scope.Prepare("SELECT run, chunk, ordinal FROM task WHERE id = ?1");
        findCall = scope.Prepare($"SELECT run, hash, link_key, target_id IS NULL AND job IS NULL, {IsLoaded} FROM call WHERE task_id = ?1");
        setTask = scope.Prepare("UPDATE task SET run = ?2, chunk = ?3, ordinal = ?4, hash = ?5, door = ?6, reason = ?7, detail = ?8 WHERE id = ?1");
        setCall = scope.Prepare(
            """
            UPDATE call SET run = ?2, hash = ?3, starts = ?4, ends = ?5, duration = ?6, how = ?7, link_key = ?8, parent = CASE WHEN ?8 IS NULL THEN NULL ELSE parent END,
                   plan = 0, changes = NULL, state = ?9, attempts = 0, error_code = NULL, error_message = NULL WHERE task_id = ?1
            """);
        setPayload = scope.Prepare("UPDATE payload SET json = ?2 WHERE id = (SELECT payload FROM call WHERE task_id = ?1)");
        touchCall = scope.Prepare("UPDATE call SET starts = ?2, ends = ?3, duration = ?4, how = ?5, link_key = ?6, parent = CASE WHEN ?6 IS NULL THEN NULL ELSE parent END WHERE task_id = ?1");
        dropPayload = scope.Prepare("DELETE FROM payload WHERE id = (SELECT payload FROM call WHERE task_id = ?1)");
        dropCall = scope.Prepare("DELETE FROM call WHERE task_id = ?1");
        retireCall = scope.Prepare("UPDATE call SET run = -ABS(run), link_key = NULL, parent = NULL WHERE task_id = ?1");
        foreach (var statement in (Statement[])[newTask, newCall, setTask, setCall])
        {
            statement.Integer(2, run);
        }

        relink = scope.Prepare("INSERT OR IGNORE INTO relink (link_key) VALUES (?1)");
        markChunk = scope.Prepare("UPDATE chunk SET mapped = ?2, repeated = ?3 WHERE id = ?1");
        clearElsewhere = scope.Prepare("DELETE FROM elsewhere WHERE chunk = ?1");
        markElsewhere = scope.Prepare("INSERT INTO elsewhere (chunk, rows, run) VALUES (?1, ?2, ?3)");
    }

    public void Write(MappedChunk chunk)
    {
        var repeated = 0;
        (elsewhere, owner) = (0, 0);
        foreach (ref readonly var row in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(chunk.Rows))
        {
            if (Bind(newTask, chunk, row).TryExecute())
            {
                if (row.Door == TaskDoor.Mapped)
                {
                    Insert(chunk, row);
                }
            }
            else if (WriteKnown(chunk, row))
            {
                repeated++;
            }
        }

        markChunk.Integer(1, chunk.Id).Text(2, state).Integer(3, repeated).Execute();
        clearElsewhere.Integer(1, chunk.Id).Execute();
        if (elsewhere > 0)
        {
            markElsewhere.Integer(1, chunk.Id).Integer(2, elsewhere).Integer(3, owner).Execute();
        }
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[newTask, newPayload, newCall, findTask, findCall, setTask, setCall, setPayload, touchCall, dropPayload, dropCall, retireCall, relink, markChunk, clearElsewhere, markElsewhere])
        {
            statement.Dispose();
        }
    }

    /// <summary>
    /// The copy read last counts, whatever order chunks are mapped in: a run that is resumed after a later one has read the same range must not bring back old values.
    /// </summary>
    /// <returns>True if this run read the Task twice, or another run has read it since.</returns>
    private bool WriteKnown(MappedChunk chunk, in MappedRow row)
    {
        findTask.Text(1, chunk[row.TaskId]).Step();
        var (taskRun, taskChunk, taskOrdinal) = (findTask.Integer(0), findTask.Integer(1), findTask.Integer(2));
        findTask.Reset();
        var newer = (chunk.Id, row.Ordinal).CompareTo((taskChunk, (int)taskOrdinal));
        if (newer < 0)
        {
            if (taskRun != run)
            {
                (elsewhere, owner) = (elsewhere + 1, Math.Max(owner, taskRun));
            }

            return true;
        }

        var repeated = newer > 0 && taskRun == run;

        Bind(setTask, chunk, row).Execute();
        var exists = findCall.Text(1, chunk[row.TaskId]).Step();
        var (callRun, hash, disposable, loaded) = exists ? (findCall.Integer(0), findCall.Integer(1), findCall.Integer(3) != 0, findCall.Integer(4) != 0) : default;
        long? linkKey = exists && !findCall.IsNull(2) ? findCall.Integer(2) : null;
        findCall.Reset();
        if (linkKey is { } lost && linkKey != row.LinkKey)
        {
            relink.Integer(1, lost).Execute();
        }

        var same = hash == row.PayloadHash;
        setCall.Integer(9, (int)(same && loaded ? CallState.Unchanged : CallState.Pending));
        WriteCall(chunk, row, exists, same, disposable, callRun);
        return repeated;
    }

    /// <param name="same">Mapping made the same values of it when it was mapped before, in the run <paramref name="callRun"/>.</param>
    private void WriteCall(MappedChunk chunk, in MappedRow row, bool exists, bool same, bool disposable, long callRun)
    {
        var id = chunk[row.TaskId];
        if (row.Door != TaskDoor.Mapped)
        {
            if (exists)
            {
                // One that may be in the target keeps its row: the ledger, rollback and reconciliation need to know of it.
                if (disposable)
                {
                    dropPayload.Text(1, id).Execute();
                }

                (disposable ? dropCall : retireCall).Text(1, id).Execute();
            }
        }
        else if (!exists)
        {
            Insert(chunk, row);
        }
        else if (same && callRun == run)
        {
            // Mapped again in the same run to the same values: what loading has done with it stands.
            touchCall.Text(1, id).Integer(2, row.Starts).Integer(3, row.Ends).Integer(4, row.Duration).Integer(5, row.How).Integer(6, row.LinkKey).Execute();
        }
        else
        {
            // Equal values stay as linking has left them, with the ids of merged Tasks: then it finds the group as it was.
            if (!same || !HasSameFields(callRun))
            {
                setPayload.Text(1, id).Text(2, chunk[row.Payload]).Execute();
            }

            BindCall(setCall, chunk, row).Execute();
        }
    }

    /// <summary>The values of that run's calls are in the order that this run's are in.</summary>
    private bool HasSameFields(long other)
    {
        if (!sameFields.TryGetValue(other, out var same))
        {
            var theirs = MappingStore.TargetFields(scope.Connection, Math.Abs(other), scope.Transaction);
            same = theirs is not null && MappingStore.TargetFields(scope.Connection, run, scope.Transaction) is { } ours && theirs.SequenceEqual(ours, StringComparer.Ordinal);
            sameFields.Add(other, same);
        }

        return same;
    }

    private void Insert(MappedChunk chunk, in MappedRow row)
    {
        newPayload.Text(1, chunk[row.Payload]).Execute();
        BindCall(newCall, chunk, row).Execute();
    }

    private Statement Bind(Statement statement, MappedChunk chunk, in MappedRow row) => statement
        .Text(1, chunk[row.TaskId]).Integer(3, chunk.Id).Integer(4, row.Ordinal).Integer(5, row.Hash).Integer(6, (int)row.Door)
        .Integer(7, row.Reason is null ? null : reasons[row.Reason]).Text(8, row.Detail);

    private Statement BindCall(Statement statement, MappedChunk chunk, in MappedRow row) => statement
        .Text(1, chunk[row.TaskId]).Integer(3, row.PayloadHash).Integer(4, row.Starts).Integer(5, row.Ends)
        .Integer(6, row.Duration).Integer(7, row.How).Integer(8, row.LinkKey);
}
