using System.Text;
using Dapper;
using DataMigrator.Extraction;
using DataMigrator.Mapping;
using DataMigrator.Staging;
using DataMigrator.Tests.Staging;
using Microsoft.Extensions.Logging.Abstractions;
using Salesforce.Force;
using Salesforce.Force.Authentication;
using Salesforce.Force.Bulk;

namespace DataMigrator.Tests.Mapping.Stage;

/// <summary>Runs of a temporary staging file whose Tasks are given by the test, without an org.</summary>
internal sealed class StagedRun : IDisposable
{
    /// <summary>Never asked: mapping has no network.</summary>
    private readonly ForceClient nobody = new(new ForceClientOptions { Authenticator = new AccessToken(new Uri("http://127.0.0.1:9"), "none") });

    public TemporaryStaging Staging { get; } = new();

    public async Task<RunContext> BeginAsync(ICompiledMapping mapping)
    {
        var runs = new RunStore(Staging.Database, TimeProvider.System);
        var run = await runs.BeginAsync(
            new RunRequest("run", Guid.NewGuid().ToString(), true, null, null, false, null, null, null, mapping.Version, "{}"), TimeSpan.Zero, TimeSpan.Zero, CancellationToken.None);
        return new RunContext(
            run.Number, run.Id, true, null, run.To, run.RangeField, null, Staging.Database, nobody, nobody, null!, mapping, new MigrationSettings(), TimeProvider.System,
            new Progress<StageProgress>(), NullLogger.Instance);
    }

    /// <summary>Stages one page of records "Id,Subject,Description,CreatedDate,CallDurationInSeconds,CallObject,OwnerId,WhoId,IsDeleted".</summary>
    public async Task StageAsync(RunContext run, params string[] records)
    {
        var windows = new WindowStore(run.Staging, run.Number);
        using (var scope = await run.Staging.WriteAsync(CancellationToken.None))
        {
            MappingStore.Save(scope, run.Mapping);
            scope.Connection.Execute("UPDATE run SET staged_by = @Version WHERE number = @Number", new { run.Mapping.Version, run.Number }, scope.Transaction);
            scope.Commit();
        }

        var window = (await windows.AddAsync([new PlannedWindow(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(60), records.Length)], null, null, CancellationToken.None))[0];
        var csv = string.Join(',', run.Mapping.SourceFields) + "\n" + string.Concat(records.Select(record => record + "\n"));
        var page = new ResultPage(0, null, null, records.Length, new MemoryStream(Encoding.UTF8.GetBytes(csv)));
        var staged = await new PageStager(run.Mapping).StageAsync(page, CancellationToken.None);
        await new PageCommit(run.Staging, run.Number, new ReferencedKeys(run.Mapping), TimeProvider.System).WriteAsync(window.Id, page, staged, CancellationToken.None);
    }

    public async Task<(RunContext Run, MappingResult Result)> MapAsync(ICompiledMapping mapping, params string[] records)
    {
        var run = await BeginAsync(mapping);
        await StageAsync(run, records);
        return (run, await new MappingStage(run).RunAsync(CancellationToken.None));
    }

    /// <summary>What staging says, without what differs from run to run.</summary>
    public List<string> Calls() => Staging.Rows(
        "SELECT t.id, t.door, t.detail, d.json, c.parent, c.run > 0 FROM task t LEFT JOIN call c ON c.task_id = t.id LEFT JOIN payload d ON d.id = c.payload ORDER BY t.id");

    public void Dispose()
    {
        nobody.Dispose();
        Staging.Dispose();
    }
}
