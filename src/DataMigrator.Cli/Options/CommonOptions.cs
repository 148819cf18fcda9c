using System.CommandLine;

namespace DataMigrator.Cli.Options;

/// <summary>Options that every command takes.</summary>
internal static class CommonOptions
{
    public static readonly Option<string?> Config = new("--config") { Description = "Settings file instead of appsettings.json", HelpName = "FILE", Recursive = true };

    public static readonly Option<bool> Json = new("--json") { Description = "Print the result as JSON, alone, on stdout; progress and log go to stderr", Recursive = true };

    public static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "Errors and the result only", Recursive = true };

    public static readonly Option<bool> Verbose = new("--verbose", "-v") { Description = "Log every request and decision to stderr", Recursive = true };

    public static readonly Option<bool> NoColor = new("--no-color") { Description = "No colours (also: the NO_COLOR variable)", Recursive = true };

    public static readonly Option<string?> LogFile = new("--log-file") { Description = "Write the full log, stack traces included, to this file", HelpName = "FILE", Recursive = true };

    public static IEnumerable<Option> All => [Config, Json, Quiet, Verbose, NoColor, LogFile];
}
