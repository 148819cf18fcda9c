using Dapper;

namespace DataMigrator.Staging;

/// <summary>How far each run is, for <c>status</c>. Reads only; may be asked while a run is under way.</summary>
internal sealed class StatusStore(StagingDatabase staging, TimeProvider time)
{
    /// <summary>Newest first. The newest run comes with its calls counted, which reads table call once; the others without.</summary>
    public StagingStatus Read(int runs = 10)
    {
        var holder = StagingLock.Holder(staging.Path);
        var list = new RunStore(staging, time).List(runs);
        return new StagingStatus(holder, [.. list.Select((run, i) => Read(run, holder, withCalls: i == 0))]);
    }

    /// <summary>One run with everything.</summary>
    public RunStatus Read(RunRecord run) => Read(run, StagingLock.Holder(staging.Path), withCalls: true);

    private RunStatus Read(RunRecord run, LockOwner? holder, bool withCalls)
    {
        using var reader = staging.OpenReader();
        var windows = reader.Query<WindowCount>(
            "SELECT state AS State, COUNT(*) AS Windows, COALESCE(SUM(COALESCE(expected, rows)), 0) AS Expected, COALESCE(SUM(rows), 0) AS Rows FROM window WHERE run = @Number AND state <> 'split' GROUP BY state",
            new { run.Number }).AsList();
        var unmapped = reader.ExecuteScalar<long>("SELECT COALESCE(SUM(rows), 0) FROM chunk WHERE run = @Number AND mapped IS NULL", new { run.Number });
        var states = withCalls
            ? reader.Query<(long State, long Count)>("SELECT state, COUNT(*) FROM call WHERE run = @Number GROUP BY state", new { run.Number }).ToDictionary(row => (CallState)row.State, row => row.Count)
            : null;
        var openJobs = reader.ExecuteScalar<long>(
            "SELECT COUNT(*) FROM job WHERE run = @Number AND state IN ('open', 'uploaded', 'closed', 'ended')", new { run.Number });
        var rows = windows.Sum(window => window.Rows);
        var seconds = ((run.Ended ?? time.GetUtcNow()) - run.Started).TotalSeconds;
        var running = string.Equals(run.State, RunStates.Running, StringComparison.Ordinal);
        return new RunStatus(
            run,
            running && string.Equals(holder?.Run, run.Id, StringComparison.Ordinal),
            (int)windows.Sum(window => window.Windows),
            (int)windows.Where(window => string.Equals(window.State, WindowStates.Read, StringComparison.Ordinal)).Sum(window => window.Windows),
            windows.Sum(window => window.Expected),
            rows,
            unmapped,
            states,
            openJobs,
            seconds > 0 ? rows / seconds : 0);
    }

    private sealed class WindowCount
    {
        public string State { get; init; } = "";

        public long Windows { get; init; }

        public long Expected { get; init; }

        public long Rows { get; init; }
    }
}

/// <summary>The staging file at a glance.</summary>
/// <param name="Holder">The process that works on it now; null if none.</param>
internal sealed record StagingStatus(LockOwner? Holder, IReadOnlyList<RunStatus> Runs);

/// <summary>One run.</summary>
/// <param name="IsRunning">A process is working on it now; false for a run that says "running" but was killed: the same command resumes it.</param>
/// <param name="RowsExpected">The org's counts; 0 before it was asked.</param>
/// <param name="RowsUnmapped">Read but not mapped.</param>
/// <param name="Calls">Calls by what loading did; null if not counted.</param>
/// <param name="OpenJobs">Ingest jobs whose results are not collected yet.</param>
/// <param name="RowsPerSecond">Rows read over the time since the run began, pauses included.</param>
internal sealed record RunStatus(
    RunRecord Run, bool IsRunning, int Windows, int WindowsRead, long RowsExpected, long RowsRead, long RowsUnmapped, IReadOnlyDictionary<CallState, long>? Calls, long OpenJobs,
    double RowsPerSecond);
