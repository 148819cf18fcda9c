using DataMigrator.Extraction;
using DataMigrator.Loading;
using DataMigrator.Mapping;
using DataMigrator.Reconciliation;
using DataMigrator.Reporting;
using DataMigrator.Staging;

namespace DataMigrator;

/// <summary>
/// The flow: source org → staging → mapping → staging → target org → staging → reports. Every stage reads from staging and writes to it, and can be run again.
/// </summary>
internal sealed class Migration(MigrationRequest request, MigrationSetup setup)
{
    /// <summary>Runs the stages of the command and says how it went. Rows that fail are in the result; only what the operator must mend is thrown.</summary>
    /// <exception cref="OperatorException">Could not start; nothing was written to an org.</exception>
    /// <exception cref="OperationCanceledException">Interrupted; the same command goes on.</exception>
    public async Task<MigrationResult> RunAsync(CancellationToken cancellationToken)
    {
        var started = setup.Time.GetTimestamp();
        var run = await setup.BeginAsync(request, cancellationToken).ConfigureAwait(false);
        var result = (setup.Earlier ?? new MigrationResult { RunId = run.Id, Command = request.Command, Executed = run.Execute }) with
        {
            Command = request.Command, Executed = run.Execute, From = run.From, To = run.To, Messages = [], Stopped = null,
        };
        try
        {
            result = await RunStagesAsync(run, result, cancellationToken).ConfigureAwait(false);
            result = Judge(result);
        }
        catch (Exception exception) when (Stop.Of(exception, cancellationToken) is { } stop)
        {
            result = result with { ExitCode = stop.ExitCode, Messages = [.. result.Messages, stop.Message], Stopped = stop.Message };
            setup.Log(exception);
        }

        result = result with { Seconds = Math.Round(setup.Time.GetElapsedTime(started).TotalSeconds, 1), PeakMemoryBytes = ProcessMemory.Peak() };
        return await setup.EndAsync(run, result, request).ConfigureAwait(false);
    }

    private async Task<MigrationResult> RunStagesAsync(RunContext run, MigrationResult result, CancellationToken cancellationToken)
    {
        if (request.Includes("extract"))
        {
            result = result with { Extraction = await setup.StageAsync(run, "extraction", new ExtractionStage(run).RunAsync, cancellationToken).ConfigureAwait(false) };
        }

        if (request.Includes("map"))
        {
            await setup.StageAsync(run, "lookups", new LookupStage(run).RunAsync, cancellationToken).ConfigureAwait(false);
            result = result with { Mapping = await setup.StageAsync(run, "mapping", new MappingStage(run).RunAsync, cancellationToken).ConfigureAwait(false) };
        }

        if (request.Includes("load"))
        {
            result = result with { Loading = await setup.StageAsync(run, "plan", new PlanStage(run).RunAsync, cancellationToken).ConfigureAwait(false) };
            if (run.Execute)
            {
                result = result with { Loading = await setup.StageAsync(run, "loading", new LoadingStage(run).RunAsync, cancellationToken).ConfigureAwait(false) };
            }
        }

        if (request.Includes("retry"))
        {
            result = result with { Loading = await setup.StageAsync(run, "loading", new RetryFailed(run, request.Code).RunAsync, cancellationToken).ConfigureAwait(false) };
        }

        if (request.Includes("reconcile"))
        {
            result = result with { Reconciliation = await setup.StageAsync(run, "reconciliation", new ReconciliationStage(run).RunAsync, cancellationToken).ConfigureAwait(false) };
        }

        return result;
    }

    private MigrationResult Judge(MigrationResult result)
    {
        var verdict = Books.Judge(result, request.MaxRejected, request.MaxFailed);
        return result with { BooksBalance = verdict.Balance, ExitCode = verdict.ExitCode, Messages = [.. result.Messages, .. verdict.Sentences] };
    }
}
