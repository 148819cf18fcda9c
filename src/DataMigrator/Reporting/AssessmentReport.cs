using System.Globalization;
using System.Text.Json;
using DataMigrator.Mapping.Assessing;
using DataMigrator.Reporting.Html;

namespace DataMigrator.Reporting;

/// <summary>An assessment with what it was made of: the content of assessment.json, and of assessment.html as people read it.</summary>
/// <param name="At">When it was made.</param>
/// <param name="NotRead">Fields with a value that the mapping doesn't read; null if the org can't count them.</param>
/// <param name="SourceOrg">Address of the org; null = the embedded one.</param>
internal sealed record AssessmentReport(
    DateTimeOffset At, AssessedRange Range, string? SourceOrg, string? TargetOrg, string Mapping, string MappingVersion, Assessment Assessment, IReadOnlyList<AssessedPreset> Presets, IReadOnlyList<Tally>? NotRead)
{
    public const string Html = "assessment.html";
    public const string Json = "assessment.json";

    /// <summary>Writes both files into a folder of their own, for the owner's eyes only.</summary>
    /// <returns>Their paths.</returns>
    /// <exception cref="ReportException">The folder or a file can't be written.</exception>
    public async Task<AssessmentPaths> WriteAsync(string directory, CancellationToken cancellationToken)
    {
        var folder = new ReportFolder(directory, "assessment-" + At.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        await folder.WriteAsync(Json, async stream =>
        {
            await JsonSerializer.SerializeAsync(stream, this, ResultJson.Options, cancellationToken).ConfigureAwait(false);
            await stream.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
        await folder.WriteAsync(Html, stream =>
        {
            AssessmentPage.Write(this, stream);
            return Task.CompletedTask;
        }).ConfigureAwait(false);
        folder.Publish();
        return new AssessmentPaths(folder[Html], folder[Json]);
    }
}

/// <summary>Half-open; null = open end.</summary>
internal sealed record AssessedRange(string Field, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>A preset that fits the org, and what shows it.</summary>
internal sealed record AssessedPreset(string Name, IReadOnlyList<string> Evidence);

/// <summary>Where an assessment was written.</summary>
internal sealed record AssessmentPaths(string Html, string Json);
