namespace DataMigrator.Loading;

/// <summary>What came of one job, once its results are in the books.</summary>
/// <param name="Succeeded">Rows that are in the target as wanted.</param>
/// <param name="Retry">Rows for a later round.</param>
/// <param name="Failed">Rows given up.</param>
/// <param name="Unprocessed">Rows that a failed job did not get to: Task ids, at most those of the job.</param>
/// <param name="Stop">A code that means that no row can succeed now, with the org's text; null if there was none.</param>
internal sealed record JobOutcome(long Succeeded, long Retry, long Failed, IReadOnlyList<string> Unprocessed, (string Code, string Message)? Stop)
{
    public static JobOutcome None { get; } = new(0, 0, 0, [], null);
}
