using DataMigrator.Reporting.Csv;
using DataMigrator.Reporting.Html;
using DataMigrator.Staging;

namespace DataMigrator.Reporting;

/// <summary>
/// Writes <c>{directory}/{run id}/</c>: report.html, report.json, findings.csv, rejected.csv, failed.csv, changes.csv. Pure: reads staging, never the network, and the same
/// staging gives the same bytes. Save run.state, run.ended and run.result <b>before</b>: an ended run without a result is counted from the tables.
/// </summary>
internal sealed class ReportStage(StagingDatabase staging, string directory)
{
    /// <exception cref="ReportException">No such run, or the folder can't be written; a sentence for people.</exception>
    public async Task<WrittenReport> RunAsync(string runId, CancellationToken cancellationToken)
    {
        using var reader = staging.OpenReader();
        using var snapshot = reader.BeginTransaction(deferred: true);
        var document = ReportReader.Read(reader, runId, cancellationToken);
        var run = document.Run.Number;
        var folder = new ReportFolder(directory, document.Run.Id);

        await folder.WriteAsync(ReportFiles.Json, stream => ReportJson.WriteAsync(document, stream, cancellationToken)).ConfigureAwait(false);
        await folder.WriteAsync(ReportFiles.Findings, Sync(stream => FindingsCsv.Write(reader, run, stream, cancellationToken))).ConfigureAwait(false);
        await folder.WriteAsync(ReportFiles.Rejected, Sync(stream => SourceRowsCsv.WriteRejected(reader, document, stream, cancellationToken))).ConfigureAwait(false);
        await folder.WriteAsync(ReportFiles.Failed, Sync(stream => SourceRowsCsv.WriteFailed(reader, document, stream, cancellationToken))).ConfigureAwait(false);
        await folder.WriteAsync(ReportFiles.Changes, Sync(stream => FindingsCsv.WriteChanges(document.Changes.Count == 0 ? [] : PlannedChanges.All(reader, run), stream, cancellationToken))).ConfigureAwait(false);
        await folder.WriteAsync(ReportFiles.Linked, Sync(stream => LinkedCsv.Write(document.Links.Tasks(reader, run), stream, cancellationToken))).ConfigureAwait(false);

        var hashes = await Signature.HashAsync(ReportFiles.Siblings, folder.OpenWritten, cancellationToken).ConfigureAwait(false);
        await folder.WriteAsync(ReportFiles.Html, async stream =>
        {
            HtmlReport.Write(document, hashes, new FindingRows(reader, run), stream, cancellationToken);
            await Signature.SignAsync(stream, cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);

        folder.Publish();
        return new(
            new(folder[ReportFiles.Html], folder[ReportFiles.Json], folder[ReportFiles.Findings], folder[ReportFiles.Rejected], folder[ReportFiles.Failed]),
            document.Changes);
    }

    private static Func<Stream, Task> Sync(Action<Stream> write) => stream =>
    {
        write(stream);
        return Task.CompletedTask;
    };
}

/// <summary>A report as it was written.</summary>
/// <param name="Changes">Field by field, what it says of changes.</param>
internal sealed record WrittenReport(ReportPaths Paths, IReadOnlyList<ChangeGroup> Changes)
{
    /// <summary>The result as <c>--json</c> prints it: with the report's paths, and with its changes if there was something to load.</summary>
    public MigrationResult In(MigrationResult result) => result with { Reports = Paths, Changes = result.Loading is null ? null : Changes };
}
