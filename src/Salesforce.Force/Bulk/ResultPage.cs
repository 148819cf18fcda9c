namespace Salesforce.Force.Bulk;

/// <summary>How to read result pages.</summary>
public sealed record PageReadOptions
{
    /// <summary>Locator of the first page to read; null for the beginning.</summary>
    public string? StartLocator { get; init; }

    /// <summary>Ordinal given to the first page read (goes on from there).</summary>
    public int StartOrdinal { get; init; }

    /// <summary>
    /// <c>maxRecords</c> per page: bounds the work lost with a page. Holds for the locator walk; pages listed by <c>resultPages</c> have the size that the org
    /// chose (it takes no maxRecords there), which costs no memory, since a page is a stream.
    /// </summary>
    public int MaxRecords { get; init; } = 50_000;

    /// <summary>Pages under way at once; above 1 uses <c>resultPages</c> where the org offers it (API 58.0), otherwise the locator walk, one page at a time.</summary>
    public int Parallelism { get; init; } = 1;
}

/// <summary>One page of results.</summary>
/// <param name="Ordinal">Position of the page in the job's results, from 0.</param>
/// <param name="Locator">Locator this page was read with; null for the first.</param>
/// <param name="NextLocator">Locator of the next page; null after the last (the wire says <c>null</c>).</param>
/// <param name="NumberOfRecords">From <c>Sforce-NumberOfRecords</c>; -1 if the server did not send it (then only the sum is checked).</param>
/// <param name="Content">UTF-8 CSV with a header line, gunzipped; throws <see cref="Errors.ForceException"/> if cut.</param>
public sealed record ResultPage(int Ordinal, string? Locator, string? NextLocator, long NumberOfRecords, Stream Content);
