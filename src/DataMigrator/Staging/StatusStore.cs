using Dapper;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>How far each run is, for <c>status</c>. Reads only; may be asked while a run is under way.</summary>
internal sealed class StatusStore(StagingDatabase staging, TimeProvider time)
{
    /// <summary>Newest first. The newest run comes with its calls counted, which reads table call once, and with its windows; the others without.</summary>
    public StagingStatus Read(int runs = 10)
    {
        var holder = StagingLock.Holder(staging.Path);
        var list = new RunStore(staging, time).List(runs);
        return new StagingStatus(holder, [.. list.Select((run, i) => Read(run, holder, whole: i == 0))]);
    }

    /// <summary>One run with everything.</summary>
    public RunStatus Read(RunRecord run) => Read(run, StagingLock.Holder(staging.Path), whole: true);

    private RunStatus Read(RunRecord run, LockOwner? holder, bool whole)
    {
        using var reader = staging.OpenReader();
        var windows = reader.Query<WindowCount>(
            "SELECT state AS State, COUNT(*) AS Windows, COALESCE(SUM(COALESCE(expected, rows)), 0) AS Expected, COALESCE(SUM(rows), 0) AS Rows, COUNT(*) - COUNT(expected) AS Uncounted FROM window WHERE run = @Number AND state <> 'split' GROUP BY state",
            new { run.Number }).AsList();
        var unmapped = reader.ExecuteScalar<long>("SELECT COALESCE(SUM(rows), 0) FROM chunk WHERE run = @Number AND mapped IS NULL", new { run.Number });
        var openJobs = reader.ExecuteScalar<long>(
            "SELECT COUNT(*) FROM job WHERE run = @Number AND state IN ('open', 'uploaded', 'closed', 'ended')", new { run.Number });
        var read = windows.Where(window => string.Equals(window.State, WindowStates.Read, StringComparison.Ordinal)).ToList();
        var (rows, expected) = (windows.Sum(window => window.Rows), windows.Sum(window => window.Expected));
        var seconds = ((run.Ended ?? time.GetUtcNow()) - run.Started).TotalSeconds;
        var calls = whole ? Count(reader, run.Number, "state") : null;
        var isRunning = run.State == RunStates.Running && string.Equals(holder?.Run, run.Id, StringComparison.Ordinal);
        return new RunStatus(
            run,
            isRunning,
            (int)windows.Sum(window => window.Windows),
            (int)read.Sum(window => window.Windows),
            expected,
            rows,
            unmapped,
            calls?.ToDictionary(count => (CallState)count.Key, count => count.Value),
            openJobs,
            seconds > 0 ? rows / seconds : 0)
        {
            Plan = whole && !run.Executed ? Count(reader, run.Number, "plan").ToDictionary(count => (CallPlan)count.Key, count => count.Value) : null,
            WindowList = whole ? new WindowStore(staging, run.Number).List() : null,
            Pace = isRunning && calls is not null ? PaceOf(reader, run, calls, windows.Any(window => window.Uncounted > 0) ? null : expected - rows, holder!.Since) : null,
        };
    }

    private Pace? PaceOf(SqliteConnection reader, RunRecord run, Dictionary<long, long> calls, long? unread, DateTimeOffset since) => run.Stage switch
    {
        "extraction" => Pace.Reading(reader, run.Number, unread, since, time.GetUtcNow()),
        "loading" => Pace.Loading(reader, run.Number, calls.GetValueOrDefault((long)CallState.Pending) + calls.GetValueOrDefault((long)CallState.Retry), since, time.GetUtcNow()),
        _ => null,
    };

    private static Dictionary<long, long> Count(SqliteConnection reader, long run, string column) =>
        reader.Query<(long Value, long Count)>($"SELECT {column}, COUNT(*) FROM call WHERE run = @run GROUP BY {column}", new { run }).ToDictionary(row => row.Value, row => row.Count);

    private sealed class WindowCount
    {
        public string State { get; init; } = "";

        public long Windows { get; init; }

        public long Expected { get; init; }

        public long Rows { get; init; }

        public long Uncounted { get; init; }
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
    double RowsPerSecond)
{
    /// <summary>Calls by what executing would do; null if the run was executed, or not counted.</summary>
    public IReadOnlyDictionary<CallPlan, long>? Plan { get; init; }

    /// <summary>In order of time; null if not asked for.</summary>
    public IReadOnlyList<Window>? WindowList { get; init; }

    /// <summary>Null unless a process reads or loads now.</summary>
    public Pace? Pace { get; init; }
}
