using Salesforce.Force.Bulk;

namespace DataMigrator.Loading;

/// <summary>One row of table job: what is sent together. Its rows are a key range (first sending of creates) or stand in job_row.</summary>
/// <param name="Round">0 = first sending; later rounds are sorted by the record they hang on.</param>
/// <param name="Columns">Header names, in order.</param>
/// <param name="FirstId">Null: the rows are in job_row.</param>
/// <param name="RemoteId">Id in the org; null until the org has given one.</param>
internal sealed record IngestJob(
    long Id, long Run, IngestOperation Operation, int Round, IReadOnlyList<string> Columns, string? FirstId, string? LastId, long Rows, string? RemoteId, string State)
{
    public static string Name(IngestOperation operation) => operation switch
    {
        IngestOperation.Insert => "insert",
        IngestOperation.Update => "update",
        IngestOperation.Upsert => "upsert",
        IngestOperation.Delete => "delete",
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "The loader has no such operation."),
    };

    public static IngestOperation Parse(string operation) => operation switch
    {
        "insert" => IngestOperation.Insert,
        "update" => IngestOperation.Update,
        "upsert" => IngestOperation.Upsert,
        "delete" => IngestOperation.Delete,
        _ => throw new InvalidDataException($"Staging names an unknown operation '{operation}'."),
    };
}

/// <summary>Values of job.state.</summary>
internal static class JobState
{
    /// <summary>About to be created in the org.</summary>
    public const string Planned = "planned";

    /// <summary>The org has given an id; nothing was processed yet.</summary>
    public const string Open = "open";

    public const string Uploaded = "uploaded";

    /// <summary>The org has been told to start.</summary>
    public const string Closed = "closed";

    public const string Ended = "ended";

    /// <summary>Its results are in call.</summary>
    public const string Collected = "collected";

    /// <summary>Never started, or gone; what it may have done was asked for.</summary>
    public const string Abandoned = "abandoned";
}
