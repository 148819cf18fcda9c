using Dapper;

namespace DataMigrator.Staging;

/// <summary>One row of table window.</summary>
/// <param name="Expected">The org's own count; null if it could not count.</param>
/// <param name="State">See <see cref="WindowStates"/>.</param>
internal sealed record Window(long Id, DateTimeOffset Starts, DateTimeOffset Ends, long? Expected, long Rows, string? Job, string State, string? Note);

/// <summary>Values of window.state.</summary>
internal static class WindowStates
{
    public const string Planned = "planned";

    /// <summary>Its query job is known.</summary>
    public const string Querying = "querying";

    /// <summary>Some of its pages are staged.</summary>
    public const string Reading = "reading";

    /// <summary>All of its pages are staged.</summary>
    public const string Read = "read";

    /// <summary>Too large for one job: others took its place.</summary>
    public const string Split = "split";

    /// <summary>How the note of a window begins that went back to <see cref="Planned"/> because the org's count and its rows don't agree.</summary>
    public const string Unexplained = "unexplained: ";
}

/// <summary>Tables window and page: how far extraction is.</summary>
internal sealed class WindowStore(StagingDatabase staging, long run)
{
    /// <summary>All windows in order of time, those that were split left out.</summary>
    public IReadOnlyList<Window> List()
    {
        using var reader = staging.OpenReader();
        return [.. reader.Query<Row>(
            "SELECT id AS Id, starts AS Starts, ends AS Ends, expected AS Expected, rows AS Rows, job AS Job, state AS State, note AS Note FROM window WHERE run = @run AND state <> 'split' ORDER BY starts, id",
            new { run }).Select(row => row.ToWindow())];
    }

    /// <summary>Adds planned windows; a window without rows is read already.</summary>
    public async Task<IReadOnlyList<Window>> AddAsync(IReadOnlyList<PlannedWindow> planned, long? instead, string? note, CancellationToken cancellationToken)
    {
        var added = new List<Window>();
        using var scope = await staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        if (instead is { } split)
        {
            Drop(scope, split);
            scope.Connection.Execute("UPDATE window SET state = 'split', job = NULL, note = @note WHERE id = @split", new { split, note }, scope.Transaction);
        }

        foreach (var window in planned)
        {
            var state = window.Expected == 0 ? WindowStates.Read : WindowStates.Planned;
            var id = scope.Connection.ExecuteScalar<long>(
                "INSERT INTO window (run, starts, ends, expected, state) VALUES (@run, @starts, @ends, @Expected, @state) RETURNING id",
                new { run, starts = Instants.Text(window.Starts), ends = Instants.Text(window.Ends), window.Expected, state },
                scope.Transaction);
            added.Add(new Window(id, window.Starts, window.Ends, window.Expected, 0, null, state, null));
        }

        scope.Commit();
        return added;
    }

    /// <summary>Keeps the job's id before anybody waits for it; whatever was staged from an earlier job goes.</summary>
    public async Task BeginJobAsync(long window, string job, CancellationToken cancellationToken)
    {
        using var scope = await staging.WriteDurableAsync(cancellationToken).ConfigureAwait(false);
        Drop(scope, window);
        scope.Connection.Execute("UPDATE window SET state = 'querying', job = @job, rows = 0 WHERE id = @window", new { window, job }, scope.Transaction);
        scope.Commit();
    }

    /// <summary>Closes a window's books.</summary>
    public async Task EndAsync(long window, long expected, string? note, CancellationToken cancellationToken)
    {
        using var scope = await staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        scope.Connection.Execute("UPDATE window SET state = 'read', expected = @expected, note = @note WHERE id = @window", new { window, expected, note }, scope.Transaction);
        scope.Commit();
    }

    /// <summary>Leaves a window that could not be read in full to the next start, which queries it again; what was staged of it stays until then.</summary>
    public async Task LeaveAsync(long window, long expected, string note, CancellationToken cancellationToken)
    {
        using var scope = await staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        scope.Connection.Execute("UPDATE window SET state = 'planned', job = NULL, expected = @expected, note = @note WHERE id = @window", new { window, expected, note }, scope.Transaction);
        scope.Commit();
    }

    /// <summary>The last page staged from the window's job; null if none.</summary>
    public PagePosition? LastPage(long window)
    {
        using var reader = staging.OpenReader();
        return reader.QueryFirstOrDefault<PagePosition>(
            "SELECT ordinal AS Ordinal, next_locator AS NextLocator, (SELECT SUM(rows) FROM page WHERE window = @window) AS Rows FROM page WHERE window = @window ORDER BY ordinal DESC LIMIT 1",
            new { window });
    }

    /// <summary>Sums over the run.</summary>
    public ExtractionTotals Totals()
    {
        using var reader = staging.OpenReader();
        return reader.QueryFirst<ExtractionTotals>(
            """
            SELECT COALESCE(SUM(COALESCE(expected, rows)), 0) AS Expected, COALESCE(SUM(rows), 0) AS Rows,
                   (SELECT COUNT(*) FROM page WHERE window IN (SELECT id FROM window WHERE run = @run)) AS Pages
            FROM window WHERE run = @run AND state <> 'split'
            """,
            new { run });
    }

    private void Drop(WriteScope scope, long window)
    {
        // Chunks come with their page. Without one there is nothing to look for, in a table that has no index by window and grows with every one that is read.
        if (scope.Connection.ExecuteScalar<long>("SELECT EXISTS (SELECT 1 FROM page WHERE window = @window)", new { window }, scope.Transaction) == 0)
        {
            return;
        }

        // What was mapped already and does not come again must not be counted as read.
        if (scope.Connection.ExecuteScalar<long>("SELECT EXISTS (SELECT 1 FROM chunk WHERE window = @window AND mapped IS NOT NULL)", new { window }, scope.Transaction) != 0)
        {
            scope.Connection.Execute(
                """
                UPDATE call SET run = -run WHERE run = @run AND task_id IN (SELECT id FROM task WHERE run = @run AND chunk IN (SELECT id FROM chunk WHERE window = @window));
                UPDATE task SET run = 0, chunk = 0 WHERE run = @run AND chunk IN (SELECT id FROM chunk WHERE window = @window);
                """,
                new { run, window },
                scope.Transaction);
        }

        PageGroups.Drop(scope, window);
        scope.Connection.Execute("DELETE FROM page WHERE window = @window; DELETE FROM elsewhere WHERE chunk IN (SELECT id FROM chunk WHERE window = @window); DELETE FROM chunk WHERE window = @window;", new { window }, scope.Transaction);
    }

    private sealed class Row
    {
        public long Id { get; init; }

        public string Starts { get; init; } = "";

        public string Ends { get; init; } = "";

        public long? Expected { get; init; }

        public long Rows { get; init; }

        public string? Job { get; init; }

        public string State { get; init; } = "";

        public string? Note { get; init; }

        public Window ToWindow() => new(Id, Instants.Parse(Starts), Instants.Parse(Ends), Expected, Rows, Job, State, Note);
    }
}

/// <summary>A window to be.</summary>
internal sealed record PlannedWindow(DateTimeOffset Starts, DateTimeOffset Ends, long? Expected);

/// <summary>Where reading stands in a job's results.</summary>
internal sealed class PagePosition
{
    public long Ordinal { get; init; }

    public string? NextLocator { get; init; }

    /// <summary>Rows of all staged pages.</summary>
    public long Rows { get; init; }
}

/// <summary>Extraction's books.</summary>
internal sealed class ExtractionTotals
{
    public long Expected { get; init; }

    public long Rows { get; init; }

    public long Pages { get; init; }
}
