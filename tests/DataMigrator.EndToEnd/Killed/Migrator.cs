using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DataMigrator.EndToEnd.Killed;

/// <summary>The program as a process of its own, so that it can be killed.</summary>
internal sealed partial class Migrator : IDisposable
{
    /// <summary>Exit code of a process that SIGKILL ended.</summary>
    public const int Killed = 128 + SigKill;

    private const int SigInt = 2;
    private const int SigKill = 9;
    private readonly Process process;
    private readonly Task<string> stdout;
    private readonly Task<string> stderr;
    private readonly string command;

    private Migrator(Process process, string command)
    {
        this.process = process;
        this.command = command;
        stdout = process.StandardOutput.ReadToEndAsync();
        stderr = process.StandardError.ReadToEndAsync();
    }

    public int Id => process.Id;

    public static Migrator Start(Workplace work, params string[] args)
    {
        string[] all = [typeof(DataMigrator.Cli.CommandLine).Assembly.Location, .. args, "--config", work.ConfigFile];
        var start = new ProcessStartInfo("dotnet", all) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = work.Folder };

        // What the test run itself was started with is none of the program's business.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("DATAMIGRATOR_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        return new Migrator(Process.Start(start)!, string.Join(' ', args));
    }

    /// <summary>Runs to the end.</summary>
    public static async Task<Outcome> RunAsync(Workplace work, params string[] args)
    {
        using var migrator = Start(work, args);
        return await migrator.EndAsync();
    }

    /// <summary>SIGKILL: no handler, no flush, no farewell. Completes when the system has let go of its files and locks.</summary>
    public Task KillAsync()
    {
        Signal(SigKill);
        return process.WaitForExitAsync();
    }

    /// <summary>What Ctrl-C sends.</summary>
    public void Interrupt() => Signal(SigInt);

    public async Task<Outcome> EndAsync()
    {
        await process.WaitForExitAsync();
        var outcome = new Outcome(process.ExitCode, await stdout, await stderr);
        if (outcome.ExitCode is not (0 or Killed))
        {
            TestContext.Out.WriteLine($"$ datamigrator {command} → {outcome.ExitCode}\n{outcome.Stdout}{outcome.Stderr}");
        }

        return outcome;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private void Signal(int signal)
    {
        // A process that has ended but not been waited for still has its id: nobody else is hit.
        if (!process.HasExited)
        {
            _ = Kill(process.Id, signal);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
