namespace DataMigrator.Cli;

/// <summary>A command that had begun to write ended early; its message says why and that the same command goes on.</summary>
internal sealed class StoppedException(Stop stop, Exception cause) : Exception(stop.Message, cause)
{
    public int ExitCode { get; } = stop.ExitCode;
}
