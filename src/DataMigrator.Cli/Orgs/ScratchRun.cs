using DataMigrator.Cli.Commands;
using DataMigrator.Cli.Configuration;
using DataMigrator.Cli.Terminal;
using DataMigrator.Extraction;
using DataMigrator.Staging;

namespace DataMigrator.Cli.Orgs;

/// <summary>A range of Tasks and their lookups in a staging database of its own that is deleted at the end: for looking without leaving anything behind.</summary>
internal sealed class ScratchRun : IAsyncDisposable
{
    private readonly string folder;
    private readonly StagingDatabase staging;
    private readonly StagingLock held;
    private readonly OrgConnector orgs;

    private ScratchRun(string folder, StagingDatabase staging, StagingLock held, OrgConnector orgs, ProgressDisplay display)
    {
        this.folder = folder;
        this.staging = staging;
        this.held = held;
        this.orgs = orgs;
        Display = display;
    }

    public RunContext Run { get; private set; } = null!;

    public ProgressDisplay Display { get; }

    public OrgConnector Orgs => orgs;

    /// <param name="range">Asked for the range once the source org is open; null = everything.</param>
    public static async Task<ScratchRun> ReadAsync(
        CommandHost host, AppSettings settings, Output output, Func<Salesforce.Force.ForceClient, Task<(DateTimeOffset? From, DateTimeOffset? To)>> range, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("datamigrator-").FullName;
        var path = Path.Combine(folder, "scratch.db");
        var held = StagingLock.Take(path, "scratch", host.Time);
        var staging = StagingDatabase.Open(path);
        var orgs = new OrgConnector(settings, host.Time, output.Say);
        var scratch = new ScratchRun(folder, staging, held, orgs, new ProgressDisplay(output, host.Time));
        try
        {
            var (from, to) = await range(await orgs.SourceAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            var setup = new MigrationSetup(orgs.SourceAsync, orgs.TargetAsync, staging, held, scratch.Display, _ => { }, output.Log, host.Time);
            scratch.Run = await setup.BeginAsync(MigrationRunner.Request(settings, "extract", execute: false, from, to), cancellationToken).ConfigureAwait(false);
            await scratch.Display.WhileAsync(() => new ExtractionStage(scratch.Run).RunAsync(cancellationToken)).ConfigureAwait(false);
            await new LookupStage(scratch.Run).RunAsync(cancellationToken).ConfigureAwait(false);
            return scratch;
        }
        catch
        {
            await scratch.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await orgs.DisposeAsync().ConfigureAwait(false);
        staging.Dispose();
        held.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
