using System.Diagnostics;

namespace DataMigrator;

/// <summary>How much memory this process took at most.</summary>
internal static class ProcessMemory
{
    /// <summary>Bytes resident at the peak (VmHWM on Linux).</summary>
    public static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
