using System.CommandLine;

namespace DataMigrator.Cli.Options;

/// <summary>Options of commands that go on with a run that is there.</summary>
internal sealed class RunWorkOptions
{
    public readonly Option<string> Run = new("--run") { Description = "The run, as 'status' lists it; 'last' = the newest", HelpName = "ID", Required = true };
    public readonly Option<bool> Execute = new("--execute") { Description = "Write to the target org. Without it: only say what would be done" };
    public readonly Option<string?> Mapping = new("--mapping") { Description = "Mapping file", HelpName = "FILE" };
    public readonly Option<string?> Staging = new("--staging") { Description = "Staging database", HelpName = "FILE" };
    public readonly Option<string?> Reports = new("--reports") { Description = "Folder for reports", HelpName = "DIR" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Run, Execute, Mapping, Staging, Reports })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The settings that these flags override.</summary>
    public Dictionary<string, string?> Flags(ParseResult parse) =>
        new (string Key, string? Value)[] { ("Migration:Mapping", parse.GetValue(Mapping)), ("Staging:Path", parse.GetValue(Staging)), ("Reports:Directory", parse.GetValue(Reports)) }
            .Where(flag => flag.Value is not null)
            .ToDictionary(flag => flag.Key, flag => flag.Value, StringComparer.OrdinalIgnoreCase);
}
