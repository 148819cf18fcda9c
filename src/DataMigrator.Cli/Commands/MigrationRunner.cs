using System.CommandLine;
using DataMigrator.Cli.Configuration;
using DataMigrator.Cli.Options;
using DataMigrator.Cli.Orgs;
using DataMigrator.Cli.Terminal;
using DataMigrator.Reporting;
using DataMigrator.Staging;

namespace DataMigrator.Cli.Commands;

/// <summary>Runs a migration, or one stage of it, from the command line: settings in, result and exit code out.</summary>
internal static class MigrationRunner
{
    public static Task<int> RunAsync(CommandHost host, ParseResult parse, MigrationOptions options, string command, CancellationToken cancellationToken) =>
        host.RunAsync(parse, (settings, output, token) => RunAsync(host, settings, output, Request(parse, options, settings, command), token), cancellationToken);

    /// <summary>The same for callers that have no command line of their own (demo, schedule).</summary>
    public static async Task<int> RunAsync(CommandHost host, AppSettings settings, Output output, MigrationRequest request, CancellationToken cancellationToken)
    {
        ReportFolderCheck.Writable(settings.ReportsDirectory);
        using var staging = request.RunId is null ? StagingDatabase.Open(settings.StagingPath) : ExistingStaging.Open(settings.StagingPath);
        using var held = StagingLock.Take(settings.StagingPath, request.Command, host.Time);
        await using var orgs = new OrgConnector(settings, host.Time, output.Say);
        var display = new ProgressDisplay(output, host.Time);
        var setup = new MigrationSetup(orgs.SourceAsync, orgs.TargetAsync, staging, held, display, output.Say, output.Log, host.Time);
        var result = await display.WhileAsync(() => new Migration(request, setup).RunAsync(cancellationToken)).ConfigureAwait(false);
        Show(output, result, setup.Milliseconds);
        return result.ExitCode;
    }

    public static MigrationRequest Request(ParseResult parse, MigrationOptions options, AppSettings settings, string command) => Request(
        settings,
        command,
        parse.GetValue(options.Execute),
        parse.GetValue(options.From),
        parse.GetValue(options.To),
        parse.GetValue(options.Incremental),
        parse.GetValue(options.Limit),
        parse.CommandResult.GetResult(options.Run) is null ? null : parse.GetValue(options.Run));

    public static MigrationRequest Request(
        AppSettings settings, string command, bool execute, DateTimeOffset? from = null, DateTimeOffset? to = null, bool incremental = false, long? limit = null, string? run = null) => new(
        command, execute, from, to, incremental, limit, run, MappingFinder.Find(settings.MappingPath), settings.ReportsDirectory, settings.MaxRejected, settings.MaxFailed,
        settings.Migration, SettingsSnapshot.Write(settings));

    private static void Show(Output output, MigrationResult result, IReadOnlyDictionary<string, long> milliseconds)
    {
        if (output.Json)
        {
            output.Stdout.WriteLine(ResultJson.Write(result));
            return;
        }

        new PlanScreen(output.Stdout).Show(result);
        foreach (var line in SummaryTable.Of(result, milliseconds).ToLines())
        {
            output.Stdout.WriteLine(PlainText.Of(line));
        }

        foreach (var message in result.Messages)
        {
            output.Error(message);
        }

        if (result.Reports is { } reports)
        {
            output.Stdout.WriteLine($"Report: {Path.GetFullPath(reports.Html)}");
        }
    }
}
