using DataMigrator.Extraction;
using DataMigrator.Loading;
using DataMigrator.Mapping;
using DataMigrator.Reconciliation;
using DataMigrator.Staging;

namespace DataMigrator;

/// <summary>
/// The flow: source org → staging → mapping → staging → target org → staging → reports. Every stage reads from staging and writes to it, and can be run again.
/// </summary>
internal sealed class Migration(MigrationRequest request, MigrationSetup setup)
{
    private MigrationResult result = null!;

    /// <summary>Runs the stages of the command and says how it went. Rows that fail are in the result; only what the operator must mend is thrown.</summary>
    /// <exception cref="OperatorException">Could not start; nothing was written to an org.</exception>
    public async Task<MigrationResult> RunAsync(CancellationToken cancellationToken)
    {
        var started = setup.Time.GetTimestamp();
        var run = await setup.BeginAsync(request, cancellationToken).ConfigureAwait(false);
        result = (setup.Earlier ?? new MigrationResult { RunId = run.Id, Command = request.Command, Executed = run.Execute }) with
        {
            Command = request.Command, Executed = run.Execute, From = run.From, To = run.To, Limit = run.Limit, ExitCode = 0, BooksBalance = false, Messages = [], Stopped = null,
        };
        try
        {
            await RunStagesAsync(run, cancellationToken).ConfigureAwait(false);
            Judge();
        }
        catch (Exception exception) when (Stop.Of(exception, cancellationToken) is { } stop)
        {
            result = setup.WithLoadedSoFar(run, result);
            result = result with { ExitCode = stop.ExitCode, Messages = [.. result.Messages, stop.Message], Stopped = stop.Message };
            setup.Log(exception);
        }

        result = result with { Seconds = Math.Round(setup.Time.GetElapsedTime(started).TotalSeconds, 1), PeakMemoryBytes = ProcessMemory.Peak() };
        return await setup.EndAsync(run, result, request).ConfigureAwait(false);
    }

    private async Task RunStagesAsync(RunContext run, CancellationToken cancellationToken)
    {
        Task<T> Stage<T>(string name, Func<CancellationToken, Task<T>> work) => setup.StageAsync(run, name, work, cancellationToken);

        await Stage("settling", cancellation => OpenJobs.SettleAsync(run with { Execute = request.Execute }, cancellation)).ConfigureAwait(false);
        if (request.Command == "reconcile")
        {
            result = setup.WithLoadedSoFar(run, result);
        }

        if (request.Includes("extract"))
        {
            result = result with { Extraction = await Stage("extraction", new ExtractionStage(run).RunAsync).ConfigureAwait(false) };
        }

        if (request.Includes("map"))
        {
            await Stage("lookups", new LookupStage(run).RunAsync).ConfigureAwait(false);
            result = result with { Mapping = await Stage("mapping", new MappingStage(run).RunAsync).ConfigureAwait(false) };
        }

        CallCells? planned = null;
        if (request.Includes("load"))
        {
            planned = await Stage("plan", new PlanStage(run).RunAsync).ConfigureAwait(false);
            result = result with { Loading = LoadingBooks.Planned(planned) };
        }

        if (request.Includes("load") && run.Execute)
        {
            result = result with { Loading = await Stage("loading", new LoadingStage(run, planned).RunAsync).ConfigureAwait(false) };
        }

        if (request.Includes("retry") && run.Execute)
        {
            result = result with { Loading = await Stage("loading", new RetryFailed(run, request.Code).RunAsync).ConfigureAwait(false) };
        }

        if (request.Includes("retry") && !run.Execute)
        {
            result = result with { Messages = await new RetryFailed(run, request.Code).PlanAsync().ConfigureAwait(false) };
        }

        if (request.Includes("repair"))
        {
            var repair = await Stage("repair", cancellation => new Repair(run).RunAsync(new LoadingStage(run).RunAsync, options: null, cancellation)).ConfigureAwait(false);
            result = result with { Loading = repair.Loading ?? result.Loading, Reconciliation = repair.After ?? result.Reconciliation, Messages = [.. repair.Plan.Sentences(run.Execute)] };
        }

        if (request.Includes("reconcile"))
        {
            result = result with { Reconciliation = await Stage("reconciliation", new ReconciliationStage(run).RunAsync).ConfigureAwait(false) };
        }

        if (result.Reconciliation is not null)
        {
            result = result with { OpenFindings = setup.OpenFindings(run) };
        }
    }

    private void Judge()
    {
        var verdict = Books.Judge(result, request.MaxRejected, request.MaxFailed);
        result = result with { BooksBalance = verdict.Balance, ExitCode = verdict.ExitCode, Messages = [.. result.Messages, .. verdict.Sentences] };
    }
}
