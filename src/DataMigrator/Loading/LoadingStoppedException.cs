namespace DataMigrator.Loading;

/// <summary>Why loading stopped before its end.</summary>
internal enum StopReason
{
    /// <summary>A bound on API requests or Bulk rows, ours or the org's: go on later with the same command.</summary>
    Quota,

    /// <summary>The org's storage is full.</summary>
    Storage,

    /// <summary>The org refuses every row for a reason that is none of the rows': columns, user, feature.</summary>
    Configuration,

    /// <summary>A person aborted a job in the org.</summary>
    Aborted,
}

/// <summary>Loading stopped in a state from which the same command goes on (exit 2). The message is a sentence for people.</summary>
internal sealed class LoadingStoppedException(StopReason reason, string message) : Exception(message)
{
    public StopReason Reason { get; } = reason;
}
