namespace DataMigrator.Cli.Tests;

/// <summary>The program called with arguments, minus the process.</summary>
internal sealed record Invoked(int ExitCode, string Stdout, string Stderr)
{
    public static async Task<Invoked> WithAsync(params string[] args)
    {
        using var stdout = new StringWriter();
        using var stderr = new StringWriter();
        var exitCode = await CommandLine.InvokeAsync(args, stdout, stderr, TimeProvider.System, CancellationToken.None);
        return new Invoked(exitCode, stdout.ToString().ReplaceLineEndings("\n"), stderr.ToString().ReplaceLineEndings("\n"));
    }
}
