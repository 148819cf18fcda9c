using System.Globalization;
using Dapper;
using DataMigrator.Loading.Checking;
using DataMigrator.Mapping;
using DataMigrator.Reporting;
using DataMigrator.Staging;
using Microsoft.Extensions.Logging;
using Salesforce.Force;

namespace DataMigrator;

/// <summary>What stands around a run: the orgs, the staging file, the run's row, its end and its report.</summary>
/// <param name="source">Opens the source org's client; called once, when the mapping has been read.</param>
/// <param name="target">Opens the target org's client; the same one if it is the same org.</param>
internal sealed class MigrationSetup(
    Func<CancellationToken, Task<ForceClient>> source,
    Func<CancellationToken, Task<ForceClient>> target,
    StagingDatabase staging,
    StagingLock held,
    IProgress<StageProgress> progress,
    Action<string> say,
    ILogger log,
    TimeProvider time)
{
    private readonly RunStore runs = new(staging, time);
    private string stateBefore = RunStates.Running;
    private bool executedBefore;
    private string? movedOn;
    private readonly Dictionary<string, long> milliseconds = new(StringComparer.Ordinal);

    public TimeProvider Time => time;

    /// <summary>What the run gave before this command went on with it; null for a run that this command began.</summary>
    public MigrationResult? Earlier { get; private set; }

    /// <summary>How long each stage took in this process.</summary>
    public IReadOnlyDictionary<string, long> Milliseconds => milliseconds;

    /// <summary>Logs in, reads describes, compiles the mapping, checks, and begins or resumes the run.</summary>
    /// <exception cref="OperatorException">Anything that the operator must mend; nothing was written to an org.</exception>
    public async Task<RunContext> BeginAsync(MigrationRequest request, CancellationToken cancellationToken)
    {
        var file = MappingGate.Load(request.MappingPath);
        var orgs = await new OrgPair(source, target).OpenAsync(file, cancellationToken).ConfigureAwait(false);
        var mapping = new MappingGate(say).Compile(file, orgs, request.Settings with { ReadOnly = !request.Execute });
        if (request.Execute)
        {
            await RefuseUnlessCheckedAsync(request, orgs, mapping, cancellationToken).ConfigureAwait(false);
        }

        var run = request.BeginsRun ? await BeginAsync(request, orgs, mapping, cancellationToken).ConfigureAwait(false) : Find(request, orgs, mapping);
        Earlier = request.BeginsRun ? null : ResultJson.Read(run.Result);
        if (movedOn is not null)
        {
            say(string.Create(CultureInfo.InvariantCulture, $"{TakenOver.Advice(request.Command, run, runs.Get(movedOn)!)} This is about the rest: {RemainingCalls.Count(staging, run.Number):N0} calls."));
        }

        if (Earlier is not null && request.Command is "retry" or "repair" or "reconcile")
        {
            Earlier = RemainingCalls.Recount(staging, run.Number, Earlier!);
        }

        (stateBefore, executedBefore) = (run.State, !request.BeginsRun && run.Executed);
        if (!request.BeginsRun && request.Execute && request.Command is "load" or "retry" or "repair")
        {
            await runs.ReopenAsync(run.Number, cancellationToken).ConfigureAwait(false);
        }

        held.Describe(run.Id, time);
        say(run.Resumed ? $"Run {run.Id} goes on where it stopped ({run.Stage ?? "at its beginning"}).{Until(run)}" : $"Run {run.Id}{(request.Execute ? string.Empty : request.BeginsRun ? ", a dry run: nothing will be written to an org" : ": nothing will be written to an org")}.");
        // Reconciling writes nothing: what it may expect in the target is what the run did.
        var execute = request.Execute || (request.Command == "reconcile" && run.Executed);
        return new RunContext(
            run.Number, run.Id, execute, run.From, run.To, run.RangeField, run.Limit, staging, orgs.Source, orgs.Target, orgs.TargetDescribe, mapping,
            request.Settings, time, progress, log) { Say = say };
    }

    /// <summary>Runs one stage, noting in the run's row what it is doing and keeping its time.</summary>
    public async Task<T> StageAsync<T>(RunContext run, string stage, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await runs.SetStageAsync(run.Number, stage, cancellationToken).ConfigureAwait(false);
        var (started, busy) = (time.GetTimestamp(), Environment.CpuUsage.TotalTime);
        log.LogInformation("Stage {Stage} begins", stage);
        try
        {
            return await work(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ProcessMemory.GiveBack();
            milliseconds[stage] = (long)time.GetElapsedTime(started).TotalMilliseconds;
            log.LogInformation(
                "Stage {Stage} took {Milliseconds} ms and {Cpu:F0} ms of CPU", stage, milliseconds[stage], (Environment.CpuUsage.TotalTime - busy).TotalMilliseconds);
        }
    }

    /// <summary>What loading did before it was stopped; the plan's figures, or those that an earlier command left, would say what should have been. What was rolled back is not left to be loaded.</summary>
    public MigrationResult WithLoadedSoFar(RunContext run, MigrationResult result) =>
        run.Execute && stateBefore != RunStates.RolledBack && result.Loading is not null ? result with { Loading = LoadingBooks.Done(staging, run.Number) } : result;

    /// <summary>Findings of the run's newest reconciliation that nothing explains, or that a repair has taken up without coming to its end.</summary>
    public long OpenFindings(RunContext run)
    {
        using var reader = staging.OpenReader();
        return reader.ExecuteScalar<long>("SELECT COUNT(*) FROM finding WHERE run = @Number AND status IN ('open', 'repairing')", new { run.Number });
    }

    public void Log(Exception exception) => log.LogError(exception, "The run stopped");

    /// <summary>
    /// Writes how the run ended, then its report. Not cancellable: it is short, and a run without an end would be resumed. What can't be written for want
    /// of room does not hide what was done: the run keeps its result, and its state, from which the same command goes on.
    /// </summary>
    public async Task<MigrationResult> EndAsync(RunContext run, MigrationResult result, MigrationRequest request)
    {
        try
        {
            var state = StateAfter(run, result, request);

            // What only plans leaves an executed run executed: its books say what was done, also if it was killed before it could write them down.
            var plans = executedBefore && !result.Executed && request.Command is "load" or "retry" or "repair";
            var kept = plans ? result with { Executed = true, Loading = LoadingBooks.Done(staging, run.Number) } : result;
            await runs.FinishAsync(run.Number, state, result.ExitCode, ResultJson.Write(kept), CancellationToken.None).ConfigureAwait(false);
            if (result.ExitCode == 130)
            {
                return result;
            }

            await Statistics.PutAsync(
                staging, run.Number, [.. milliseconds.Select(stage => new Statistic(StatisticSections.Stage, stage.Key, "milliseconds", stage.Value))], CancellationToken.None).ConfigureAwait(false);
        }
        catch (StagingException error)
        {
            Log(error);
            return result with { ExitCode = Math.Max(result.ExitCode, 2), Stopped = result.Stopped ?? error.Message, Messages = [.. result.Messages.Except([error.Message]), error.Message] };
        }

        try
        {
            var report = await new ReportStage(staging, request.ReportsDirectory).RunAsync(run.Id, CancellationToken.None).ConfigureAwait(false);
            return report.In(result);
        }
        catch (Exception error) when (error is ReportException or IOException or UnauthorizedAccessException)
        {
            Log(error);
            return result with { ExitCode = Math.Max(result.ExitCode, 2), Messages = [.. result.Messages, $"{error.Message} The run itself is done. Mend that, then: report --run {run.Id}."] };
        }
    }

    /// <summary>What would fail later fails now, before the first write.</summary>
    private async Task RefuseUnlessCheckedAsync(MigrationRequest request, OpenOrgs orgs, ICompiledMapping mapping, CancellationToken cancellationToken)
    {
        // The number of calls is not known yet: loading holds the plan against storage, and keeps to quotas on its way.
        var report = await new Check(new CheckRequest(orgs.Source, orgs.Target, mapping, request.Settings, ExpectedCalls: 0)
        {
            SourceDescribe = orgs.SourceDescribe, TargetDescribe = orgs.TargetDescribe,
        }).RunAsync(cancellationToken).ConfigureAwait(false);
        var warnings = report.Lines.Count(line => line.Verdict == CheckVerdict.Warning);
        if (warnings > 0)
        {
            say($"Checked: {warnings} {(warnings == 1 ? "warning" : "warnings")} ('check' tells {(warnings == 1 ? "it" : "them")}).");
        }

        foreach (var line in report.Lines.Where(line => line.Verdict != CheckVerdict.Ok))
        {
            log.LogInformation("check: {Verdict} {Subject}: {Meaning} {WhatToDo}", line.Verdict, line.Subject, line.Meaning, line.WhatToDo);
        }

        if (!report.Passed)
        {
            throw new OperatorException(string.Join(Environment.NewLine, report.Lines.Where(line => line.Verdict == CheckVerdict.Error).Select(line => $"{line.Subject}: {line.Meaning} {line.WhatToDo}")));
        }
    }

    /// <summary>Who gives yesterday's command today must not take it that today's calls were moved too.</summary>
    private static string Until(RunRecord run) =>
        run is { OpenEnd: true, To: { } end } ? $" It reads up to {Instants.Text(end)}, as it was begun: what came after is left to the next run." : string.Empty;

    /// <summary>A stage command leaves a stopped run as stopped as it was: only the whole command, or the load of a run that had been planned to its end, finishes one.</summary>
    private string StateAfter(RunContext run, MigrationResult result, MigrationRequest request)
    {
        var ended = result.Stopped is null && result.BooksBalance ? RunStates.Finished : result.ExitCode == 130 ? RunStates.Interrupted : RunStates.Failed;
        if (request.BeginsRun)
        {
            return ended;
        }

        // A load that was cut short and given again has done what was left of the run.
        if (request is { Command: "load", Execute: true } && ended == RunStates.Finished && result.Loading?.Left == 0 && runs.ReadToEnd(run.Number))
        {
            return ended;
        }

        return stateBefore == RunStates.Running ? RunStates.Interrupted
            : stateBefore == RunStates.Finished && request.Execute ? ended
            : stateBefore;
    }

    private async Task<RunRecord> BeginAsync(MigrationRequest request, OpenOrgs orgs, ICompiledMapping mapping, CancellationToken cancellationToken)
    {
        var signature = RunSignature.Of(
            request.Command, request.Execute, request.From, request.To, request.Incremental, request.Limit, orgs.SourceId, orgs.TargetId, mapping.Version,
            request.Settings.ExternalIdField);
        return await runs.BeginAsync(
            new RunRequest(
                request.Command, signature, request.Execute, request.From, request.To, request.Incremental, request.Limit, orgs.SourceId, orgs.TargetId, mapping.Version,
                request.SettingsJson) { ExternalIdField = request.Settings.ExternalIdField },
            orgs.Source.ClockSkew,
            request.Settings.Lookback,
            cancellationToken).ConfigureAwait(false);
    }

    private RunRecord Find(MigrationRequest request, OpenOrgs orgs, ICompiledMapping mapping)
    {
        var run = runs.Get(request.RunId ?? "last") ?? throw new OperatorException(
            request.RunId is null
                ? $"There is no run in {staging.Path} yet; '{request.Command}' works on one. Begin with 'run' or 'extract'."
                : $"There is no run '{request.RunId}' in {staging.Path}. 'status' lists them.");
        runs.RequirePin(orgs.SourceId, orgs.TargetId, request.Settings.ExternalIdField);
        movedOn = request.Command == "rollback" ? null : runs.MovedOn(run.Number);
        if (movedOn is { } owner && !RemainingCalls.Has(request.Command, staging, run.Number))
        {
            throw new OperatorException(TakenOver.Advice(request.Command, run, runs.Get(owner)!));
        }

        if (request.Command is "load" or "retry" or "repair" or "reconcile" && !runs.MappingComplete(run.Number))
        {
            throw new OperatorException($"Run {run.Id} is not mapped to its end. Map it first: map --run {run.Id}.");
        }

        if (request.Command is "load" or "retry" or "repair" && run.State == RunStates.RolledBack)
        {
            throw new OperatorException($"Run {run.Id} was rolled back; nothing of it is sent again. To move its calls after all, give its command anew: run --execute.");
        }

        if (request.Command is "map" or "load" or "retry" or "repair")
        {
            PurgedValues.Refuse(staging, run.Number, run.Id);
        }

        if (run.MappingVersion != mapping.Version && request.Command is not ("map" or "rollback"))
        {
            throw new OperatorException($"The mapping has changed since run {run.Id}. Map it anew first ('map --run {run.Id}'), or name the mapping it was made with (--mapping).");
        }

        return run;
    }
}
