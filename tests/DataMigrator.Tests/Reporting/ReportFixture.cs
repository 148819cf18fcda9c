using DataMigrator.Reporting;
using DataMigrator.Staging;

namespace DataMigrator.Tests.Reporting;

/// <summary>A temporary folder with a staging file and the reports made from it.</summary>
internal sealed class ReportFixture : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("report-tests-");

    public ReportFixture() => Staging = StagingDatabase.Open(Path.Combine(folder.FullName, "staging.db"));

    public StagingDatabase Staging { get; }

    public string PathOf(string name) => Path.Combine(folder.FullName, name);

    public async Task<ReportPaths> ReportAsync(string directory = "reports") => (await new ReportStage(Staging, PathOf(directory)).RunAsync(SampleRun.Id, CancellationToken.None)).Paths;

    public void Dispose()
    {
        Staging.Dispose();
        folder.Delete(recursive: true);
    }
}
