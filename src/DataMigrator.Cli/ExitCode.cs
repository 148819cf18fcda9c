namespace DataMigrator.Cli;

/// <summary>What the process tells its caller; a contract.</summary>
internal static class ExitCode
{
    /// <summary>Done, within tolerances, books balance, reconciled.</summary>
    public const int Done = 0;

    /// <summary>Could not start: usage, settings, login, a failed check. Nothing was written.</summary>
    public const int CouldNotStart = 1;

    /// <summary>Rows were rejected or failed beyond the tolerance, or a quota stopped the run. Resumable.</summary>
    public const int BeyondTolerance = 2;

    /// <summary>Reconciliation found differences, or the books do not balance.</summary>
    public const int Differences = 3;

    /// <summary>A defect of ours.</summary>
    public const int Defect = 4;

    /// <summary>Ctrl-C or SIGTERM; the same command goes on.</summary>
    public const int Interrupted = 130;
}
