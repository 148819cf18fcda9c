using System.CommandLine;
using System.Globalization;
using DataMigrator.Cli.Configuration;
using DataMigrator.Cli.Options;
using DataMigrator.Cli.Orgs;
using DataMigrator.Cli.Terminal;
using DataMigrator.Loading;
using DataMigrator.Staging;

namespace DataMigrator.Cli.Commands;

/// <summary><c>rollback</c>: delete what a run created.</summary>
internal static class RollbackCommand
{
    public static Command Build(CommandHost host)
    {
        var options = new RunWorkOptions();
        var force = new Option<bool>("--include-edited") { Description = "Also delete calls that somebody edited since they were loaded" };
        var command = new Command(
            "rollback",
            "Delete the VoiceCalls that a run created first, also where they were replaced since, and nothing else. Calls edited since are refused and listed. Needs the permission Modify All Data.") { force }.WithDetails(
            """
            Without --execute it says what would be deleted. Interrupted, the same command goes on.
            """);
        options.AddTo(command);
        command.SetAction((parse, cancellationToken) => host.RunAsync(
            parse, (settings, output, token) => RunAsync(host, settings, output, parse.GetValue(options.Run)!, parse.GetValue(options.Execute), parse.GetValue(force), token), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, AppSettings settings, Output output, string id, bool execute, bool force, CancellationToken cancellationToken)
    {
        using var staging = ExistingStaging.Open(settings.StagingPath);
        using var held = StagingLock.Take(settings.StagingPath, "rollback", host.Time);
        await using var orgs = new OrgConnector(settings, host.Time, output.Say);
        var display = new ProgressDisplay(output, host.Time);
        var setup = new MigrationSetup(orgs.SourceAsync, orgs.TargetAsync, staging, held, display, output.Say, output.Log, host.Time);
        var run = await setup.BeginAsync(MigrationRunner.Request(settings, "rollback", execute, run: id), cancellationToken).ConfigureAwait(false);
        var runs = new RunStore(staging, host.Time);
        if (execute && runs.HasCreated(run.Number))
        {
            // Before the first is deleted: a rollback cut short counts as one, and no incremental run builds on it.
            await runs.RolledBackAsync(run.Number, cancellationToken).ConfigureAwait(false);
        }

        var result = await display.WhileAsync(() => UndoAsync(run, force, cancellationToken)).ConfigureAwait(false);
        Show(output, result);
        return ExitCodeOf(result);
    }

    /// <summary>What stops a rollback under way is not "could not start": some calls may be gone.</summary>
    private static async Task<RollbackResult> UndoAsync(RunContext run, bool force, CancellationToken cancellationToken)
    {
        try
        {
            return await new Rollback(run, run.Number, run.Id, force).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (run.Execute && exception is not OperatorException && Stop.Of(exception, cancellationToken) is { ExitCode: ExitCode.BeyondTolerance } stop)
        {
            throw new StoppedException(stop, exception);
        }
    }

    private static int ExitCodeOf(RollbackResult result) =>
        result.Found != result.Deleted + result.Gone + result.Refused + result.Failed + result.Left || result.StillThere > 0 ? ExitCode.Differences
        : result.Executed && (result.Failed > 0 || result.Left > 0 || result.Refused > 0 || result.NotReplaced > 0) ? ExitCode.BeyondTolerance
        : ExitCode.Done;

    private static void Show(Output output, RollbackResult result)
    {
        if (output.Json)
        {
            JsonResult.Write(output.Stdout, result);
            return;
        }

        void Line(string label, long count) => output.Stdout.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{label,-34}{count,12:N0}"));
        Line("created by this run", result.Found + result.DeletedEarlier);
        if (result.DeletedEarlier > 0)
        {
            Line("deleted earlier by this rollback", result.DeletedEarlier);
        }

        Line(result.Executed ? "deleted" : "would be deleted", result.Executed ? result.Deleted : result.Left);
        Line("gone already", result.Gone);
        Line("refused: edited since", result.Refused);
        Line("failed", result.Failed);
        Line(result.Executed ? "left" : "deleted", result.Executed ? result.Left : result.Deleted);
        if (result.ThereBefore > 0)
        {
            Line("there before, stay as replaced", result.ThereBefore);
        }

        if (result.NotReplaced > 0)
        {
            Line("there before, missing", result.NotReplaced);
            output.Stdout.WriteLine("  The run deleted them to create them anew, and got no further. A new run over their range creates them: datamigrator run --execute.");
        }

        foreach (var call in result.RefusedExamples.Take(10))
        {
            output.Stdout.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {call.CallId} (Task {call.TaskId}) {call.Reason}, changed {call.Edited.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z by {PlainText.Of(call.EditedBy)}"));
        }

        foreach (var error in result.Errors)
        {
            output.Stdout.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {error.Code}: {error.Count:N0}, such as {PlainText.Of(error.Example ?? "no example")}"));
        }

        output.Stdout.WriteLine(
            !result.Executed ? "Nothing was deleted. If this is right, give the same command with --execute."
            : result.StillThere > 0 ? string.Create(CultureInfo.InvariantCulture, $"{result.StillThere:N0} calls are still in the org although it said they were deleted.")
            : "Read back: none of the deleted calls is in the org.");
    }
}
