using System.Globalization;
using Dapper;
using DataMigrator.Staging;
using Microsoft.Extensions.Logging;

namespace DataMigrator.Extraction;

/// <summary>Source org → table chunk. Plans once per run, then reads window after window; a second call, in this process or the next, goes on.</summary>
internal sealed class ExtractionStage
{
    private readonly RunContext run;
    private readonly SourceQuery query;
    private readonly RowCounter counter;
    private readonly WindowPlanner planner;
    private readonly WindowStore windows;
    private long rows;

    public ExtractionStage(RunContext run)
    {
        this.run = run;
        query = SourceQuery.Of(run);
        counter = new RowCounter(run.Source, query);
        planner = new WindowPlanner(counter, run.Settings.MaxRowsPerWindow);
        windows = new WindowStore(run.Staging, run.Number);
    }

    /// <summary>Counts what there is to read and what reading will cost. Keeps nothing.</summary>
    /// <exception cref="Salesforce.Force.Errors.ForceException">The org refused to count.</exception>
    public async Task<ExtractionPlan> PlanAsync(CancellationToken cancellationToken)
    {
        var to = run.To ?? Instants.WholeSeconds(run.Time.GetUtcNow() + run.Source.ClockSkew);
        var planned = await planner.PlanAsync(run.From, to, run.Settings.Window, cancellationToken).ConfigureAwait(false);
        if (run.Limit is { } limit)
        {
            planned = await Sample.PlanAsync(counter, planned, limit, cancellationToken).ConfigureAwait(false);
        }

        return ExtractionPlan.Of(planned, counter.Requests, run.Settings.RowsPerPage);
    }

    /// <summary>Reads every window of the run that is not read yet.</summary>
    /// <exception cref="Salesforce.Force.Errors.ForceQuotaException">The org's daily requests are used up to the set share; the same command goes on later.</exception>
    public async Task<ExtractionResult> RunAsync(CancellationToken cancellationToken)
    {
        var requestsBefore = run.Source.RequestsSent;
        var todo = await WindowsAsync(cancellationToken).ConfigureAwait(false);
        var total = todo.Any(window => window.Expected is null) ? null : todo.Sum(window => window.Expected);
        rows = todo.Sum(window => window.Rows);
        var keys = new ReferencedKeys(run.Mapping);
        keys.Restore(run.Staging, run.Number);
        var open = todo.Where(window => window.State != WindowStates.Read).ToList();
        var reader = new WindowReader(
            run, query, counter, planner, windows, new PageCommit(run.Staging, run.Number, keys, run.Time), open.Count == 1 ? run.Settings.Parallelism : 1)
        {
            RowsStaged = staged => run.Progress.Report(new StageProgress("extraction", Interlocked.Add(ref rows, staged), total)),
        };
        await Parallel.ForEachAsync(
            open,
            new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, run.Settings.Parallelism), CancellationToken = cancellationToken },
            async (window, cancellation) =>
            {
                await reader.ReadAsync(window, cancellation).ConfigureAwait(false);
            }).ConfigureAwait(false);

        var totals = windows.Totals();
        return new ExtractionResult(totals.Expected, totals.Rows, totals.Pages, run.Source.RequestsSent - requestsBefore);
    }

    private async Task<IReadOnlyList<Window>> WindowsAsync(CancellationToken cancellationToken)
    {
        var known = windows.List();
        if (known.Count > 0)
        {
            var open = known.Where(window => window.State != WindowStates.Read).ToList();
            if (open.Count > 0)
            {
                run.Say($"To read still: {ExtractionPlan.Of([.. open.Select(window => new PlannedWindow(window.Starts, window.Ends, window.Expected))], 0, run.Settings.RowsPerPage)} {Usage()}".TrimEnd());
            }

            return known;
        }

        run.Progress.Report(new StageProgress("extraction", 0, null, "counting"));
        var plan = await PlanAsync(cancellationToken).ConfigureAwait(false);
        run.Say($"To read: {plan} {Usage()}".TrimEnd());
        foreach (var window in plan.Windows)
        {
            run.Log.LogInformation("Window {Starts} to {Ends}: {Expected} rows", Instants.Text(window.Starts), Instants.Text(window.Ends), window.Expected);
        }

        using (var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false))
        {
            MappingStore.Save(scope, run.Mapping);
            scope.Connection.Execute("UPDATE run SET mapping = @Version, staged_by = @Version WHERE number = @Number", new { run.Mapping.Version, run.Number }, scope.Transaction);
            ReferencedKeys.Begin(scope, run.Mapping, run.Number);
            scope.Commit();
        }

        return await windows.AddAsync(plan.Windows, instead: null, note: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What reading is paid from; empty if the org did not say.</summary>
    private string Usage() => run.Source.ApiUsage is { Max: > 0 } usage
        ? string.Create(CultureInfo.InvariantCulture, $"The org has used {usage.Used:N0} of its {usage.Max:N0} requests in 24 hours; the run stops at {run.Settings.MaxApiRequestsPercent}%.")
        : string.Empty;
}
