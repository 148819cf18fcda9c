using System.Globalization;
using System.Runtime.InteropServices;

namespace DataMigrator.Cli;

internal static class Program
{
    /// <summary>Ctrl-C ends within two seconds: work stops at the next await, and what still hangs then is left to the staging file's transactions.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1.7);

    private static async Task<int> Main(string[] args)
    {
        // What the program writes is the same on every machine: minus signs, decimals and years differ by locale.
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        using var interrupt = new CancellationTokenSource();
        var interrupted = false;
        using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        return await CommandLine.InvokeAsync(args, Console.Out, Console.Error, TimeProvider.System, interrupt.Token).ConfigureAwait(false);

        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            // A second signal changes nothing: wrappers (timeout, dotnet run, a terminal and its shell) send the same one twice at once.
            if (!Interlocked.Exchange(ref interrupted, true))
            {
                interrupt.Cancel();
                _ = Task.Delay(Grace, CancellationToken.None).ContinueWith(_ => Environment.Exit(ExitCode.Interrupted), TaskScheduler.Default);
            }
        }
    }
}
