using System.Globalization;
using DataMigrator.Staging;

namespace DataMigrator.Extraction;

/// <summary>What extraction is going to ask of the org.</summary>
/// <param name="Rows">The org's own count; null if it could not count some window.</param>
/// <param name="CountRequests">REST requests that planning took.</param>
/// <param name="EstimatedRequests">REST and Bulk requests that reading will take: creating, watching and deleting each job, and its pages.</param>
internal sealed record ExtractionPlan(IReadOnlyList<PlannedWindow> Windows, long? Rows, int CountRequests, long EstimatedRequests)
{
    /// <summary>A job that takes a minute is looked at about this often (pauses double from 50 ms to 20 s).</summary>
    private const int LooksPerJob = 10;

    public int Jobs => Windows.Count(window => window.Expected != 0);

    public static ExtractionPlan Of(IReadOnlyList<PlannedWindow> windows, int countRequests, int rowsPerPage)
    {
        var read = windows.Where(window => window.Expected != 0).ToList();
        var requests = read.Sum(window => 2 + LooksPerJob + 1 + ((window.Expected ?? rowsPerPage) / rowsPerPage) + 1);
        return new ExtractionPlan(windows, windows.Any(window => window.Expected is null) ? null : windows.Sum(window => window.Expected), countRequests, requests);
    }

    public override string ToString() => Windows.Count == 0
        ? "nothing, the range is empty."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{(Rows is { } rows ? rows.ToString("N0", CultureInfo.InvariantCulture) : "an unknown number of")} rows, {Windows[0].Starts:yyyy-MM-dd} to {Windows[^1].Ends:yyyy-MM-dd}. Windows: {Windows.Count:N0}; query jobs: {Jobs:N0}; API requests: about {EstimatedRequests:N0}.");
}
