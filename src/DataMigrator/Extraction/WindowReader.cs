using DataMigrator.Staging;
using Microsoft.Extensions.Logging;
using Salesforce.Force.Bulk;
using Salesforce.Force.Errors;

namespace DataMigrator.Extraction;

/// <summary>Reads one window to its end: a job, its pages, its books. Goes on where an earlier process was cut.</summary>
internal sealed class WindowReader(RunContext run, SourceQuery query, RowCounter counter, WindowPlanner planner, WindowStore windows, PageCommit commit, int pageParallelism)
{
    /// <summary>Jobs that may fail one after the other, each over half the time of the one before, before we give up: 2^-12 of a decade is a day.</summary>
    private const int MaxSplits = 12;

    private readonly PageStager stager = new(run.Mapping);

    /// <summary>Called with the rows of each page once they are committed.</summary>
    public Action<long>? RowsStaged { get; init; }

    /// <exception cref="ForceException">The org refused; what is staged stays.</exception>
    public async Task ReadAsync(Window window, CancellationToken cancellationToken)
    {
        var todo = new Stack<(Window Window, int Depth)>([(window, 0)]);
        while (todo.TryPop(out var next))
        {
            if (await ReadWholeAsync(next.Window, cancellationToken).ConfigureAwait(false) is { } failure)
            {
                // The later half below, the earlier half on top: time goes forward.
                foreach (var half in (await SplitAsync(next.Window, next.Depth, failure, cancellationToken).ConfigureAwait(false)).Reverse())
                {
                    todo.Push((half, next.Depth + 1));
                }
            }
        }
    }

    /// <returns>Null if the window is read; the job if it failed.</returns>
    private async Task<BulkJob?> ReadWholeAsync(Window window, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (job, sample) = await JobAsync(window, attempt, cancellationToken).ConfigureAwait(false);
            if (job is null)
            {
                return null;
            }

            job = await EndOfAsync(job, cancellationToken).ConfigureAwait(false);
            if (job.State != BulkJobState.JobComplete)
            {
                return job;
            }

            var again = attempt < 3;
            long rows;
            try
            {
                rows = await ReadPagesAsync(window, job, cancellationToken).ConfigureAwait(false);
            }
            catch (ForceException error) when (again && IsLost(error))
            {
                run.Log.LogWarning("Results of job {Job} can't be read on ({Code}): the window is queried again.", job.Id, error.ErrorCode);
                continue;
            }

            var settled = await SettleAsync(window, rows, sample, last: !again, cancellationToken).ConfigureAwait(false);
            await DeleteAsync(job, cancellationToken).ConfigureAwait(false);
            if (settled)
            {
                return null;
            }
        }
    }

    /// <summary>The job of an earlier process if the org still has it, else a new one, whose id is kept before anything else is done with it.</summary>
    private async Task<(BulkJob? Job, long? Sample)> JobAsync(Window window, int attempt, CancellationToken cancellationToken)
    {
        if (attempt == 1 && window.Job is { } known)
        {
            try
            {
                return (await run.Source.BulkQuery.GetAsync(known, cancellationToken).ConfigureAwait(false), run.Limit is null ? null : window.Expected);
            }
            catch (ForceException error) when (IsLost(error))
            {
                run.Log.LogWarning("Query job {Job} is gone: the window is queried again.", known);
            }
        }

        var soql = query.Rows(window.Starts, window.Ends);
        long? sample = null;
        if (run.Limit is not null)
        {
            var ids = await SampleIdsAsync(window, cancellationToken).ConfigureAwait(false);
            sample = ids.Count;
            if (ids.Count == 0)
            {
                await windows.EndAsync(window.Id, 0, "sample: its rows are gone", cancellationToken).ConfigureAwait(false);
                return (null, 0);
            }

            soql = query.Rows(ids);
        }

        var job = await run.Source.BulkQuery.CreateAsync(soql, all: true, cancellationToken).ConfigureAwait(false);
        await windows.BeginJobAsync(window.Id, job.Id, cancellationToken).ConfigureAwait(false);
        return (job, sample);
    }

    private async Task<List<string>> SampleIdsAsync(Window window, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        await foreach (var row in run.Source.QueryAsync(query.Ids(window.Starts, window.Ends, window.Expected ?? 1), all: true, cancellationToken).ConfigureAwait(false))
        {
            ids.Add(row["Id"] ?? throw new InvalidDataException("The org returned a row without Id."));
        }

        return ids;
    }

    private async Task<BulkJob> EndOfAsync(BulkJob job, CancellationToken cancellationToken)
    {
        // A job's creation and the list of jobs tell its state without its rows: it may have ended by then.
        if (job is { HasEnded: true, HasCount: true })
        {
            return job;
        }

        try
        {
            return await run.Source.BulkQuery.WaitAsync(job.Id, null, cancellationToken).ConfigureAwait(false);
        }
        catch (ForceException error) when (string.Equals(error.ErrorCode, ForceErrorCodes.Timeout, StringComparison.Ordinal))
        {
            // It would go on for nobody and count against the org's jobs.
            return await run.Source.BulkQuery.AbortAsync(job.Id, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>Rows of all pages, those staged earlier included: as many as the org says it processed, if it says so.</returns>
    private async Task<long> ReadPagesAsync(Window window, BulkJob job, CancellationToken cancellationToken)
    {
        var last = windows.LastPage(window.Id);
        var rows = (last?.Rows ?? 0) + (last is { NextLocator: null } ? 0 : await ReadPagesAsync(window, job, last, cancellationToken).ConfigureAwait(false));
        return !job.HasCount || rows == job.NumberRecordsProcessed
            ? rows
            : throw new ForceException($"Pages of job {job.Id} have {rows} rows, the org processed {job.NumberRecordsProcessed}.", ForceErrorCodes.IncompleteResult);
    }

    private Task<long> ReadPagesAsync(Window window, BulkJob job, PagePosition? last, CancellationToken cancellationToken)
    {
        var options = new PageReadOptions
        {
            StartLocator = last?.NextLocator,
            StartOrdinal = last is null ? 0 : (int)last.Ordinal + 1,
            MaxRecords = run.Settings.RowsPerPage,
            Parallelism = pageParallelism,
        };
        return run.Source.BulkQuery.ReadPagesAsync(job, options, stager.StageAsync, CommitAsync, cancellationToken);

        async Task CommitAsync(ResultPage page, StagedPage staged, CancellationToken cancellation)
        {
            await commit.WriteAsync(window.Id, page, staged, cancellation).ConfigureAwait(false);
            stager.Release(staged);
            RowsStaged?.Invoke(staged.Rows);
        }
    }

    /// <summary>
    /// Compares the org's count with what was read. A difference is explained if a fresh count equals what was read, or if the count itself is moving and what
    /// was read lies between. If not, the window is read again; if it stays so, it is left unread: the books stay open, the run fails
    /// for it, and the same command asks the org anew.
    /// </summary>
    private async Task<bool> SettleAsync(Window window, long rows, long? sample, bool last, CancellationToken cancellationToken)
    {
        if ((sample ?? window.Expected) is not { } expected)
        {
            await windows.EndAsync(window.Id, rows, "the org could not count; the job's own number", cancellationToken).ConfigureAwait(false);
            return true;
        }

        if (rows == expected)
        {
            await windows.EndAsync(window.Id, expected, sample is null ? null : "sample", cancellationToken).ConfigureAwait(false);
            return true;
        }

        // A sample's rows have been named one by one: only those deleted for good meanwhile can be missing.
        var now = sample is null ? await counter.CountAsync(window.Starts, window.Ends, cancellationToken).ConfigureAwait(false) : rows <= expected ? rows : null;
        if (now is { } count && count != expected && rows >= Math.Min(count, expected) && rows <= Math.Max(count, expected))
        {
            await windows.EndAsync(window.Id, rows, Note(expected, rows, count), cancellationToken).ConfigureAwait(false);
            return true;
        }

        if (last)
        {
            run.Log.LogError("Window {Starts} to {Ends}: the org counts {Count} rows, its query returns {Rows}, three times over.", Instants.Text(window.Starts), Instants.Text(window.Ends), now, rows);
            await windows.LeaveAsync(window.Id, now ?? expected, WindowStates.Unexplained + Note(expected, rows, now), cancellationToken).ConfigureAwait(false);
        }

        return last;
    }

    private static string Note(long expected, long rows, long? now) =>
        FormattableString.Invariant($"counted {expected} when planned, {rows} read, counted {now?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "nothing"} afterwards");

    private async Task<IReadOnlyList<Window>> SplitAsync(Window window, int depth, BulkJob failed, CancellationToken cancellationToken)
    {
        var reason = failed.ErrorMessage ?? failed.State.ToString();
        var halves = depth < MaxSplits && run.Limit is null ? await planner.SplitAsync(window.Starts, window.Ends, cancellationToken).ConfigureAwait(false) : null;
        if (halves is null)
        {
            throw new BulkJobFailedException(
                $"The org can't run the query for {Instants.Text(window.Starts)} to {Instants.Text(window.Ends)}, however narrow the window is: {reason}", "JOB_FAILED", failed.Id);
        }

        run.Log.LogWarning("Query job {Job} ended as {State}: its window is split in two.", failed.Id, failed.State);
        var added = await windows.AddAsync(halves, window.Id, $"job {failed.Id}: {reason}", cancellationToken).ConfigureAwait(false);
        await DeleteAsync(failed, cancellationToken).ConfigureAwait(false);
        return [.. added.Where(half => half.State != WindowStates.Read)];
    }

    private async Task DeleteAsync(BulkJob job, CancellationToken cancellationToken)
    {
        if (!run.Execute)
        {
            // A dry run sends nothing but reads; the org drops the results by itself after seven days.
            return;
        }

        try
        {
            await run.Source.BulkQuery.DeleteAsync(job.Id, cancellationToken).ConfigureAwait(false);
        }
        catch (ForceException error) when (error is not (ForceAuthenticationException or ForceQuotaException))
        {
            // Its rows are staged; the org deletes it after seven days by itself.
            run.Log.LogInformation("Query job {Job} stays in the org: {Code}.", job.Id, error.ErrorCode);
        }
    }

    /// <summary>The job or its results are gone, were made by another API version (409), or are not what the org says they are.</summary>
    private static bool IsLost(ForceException error) =>
        error.HttpStatus is 404 or 409 or 410 || error.ErrorCode is ForceErrorCodes.NotFound or ForceErrorCodes.IncompleteResult or "INVALID_LOCATOR" or "INVALIDLOCATOR";
}
