using System.CommandLine;
using DataMigrator.Cli.Configuration;

namespace DataMigrator.Cli.Options;

/// <summary>Options of commands that go on with a run that is there.</summary>
internal sealed class RunWorkOptions
{
    public readonly Option<string> Run = new("--run") { Description = "The run, as 'status' lists it; 'last' = the newest", HelpName = "ID", Required = true };
    public readonly Option<bool> Execute = new("--execute") { Description = "Write to the target org. Without it: only say what would be done" };
    public readonly Option<string?> Mapping = new("--mapping") { Description = "Mapping file", HelpName = "FILE" };
    public readonly Option<string?> Staging = new("--staging") { Description = "Staging database", HelpName = "FILE" };
    public readonly Option<string?> Reports = new("--reports") { Description = "Folder for reports", HelpName = "DIR" };

    public readonly Option<string?> OnCreateOnlyChange = MigrationOptions.NewOnCreateOnlyChange();
    public readonly Option<string?> Compare = MigrationOptions.NewCompare();

    /// <param name="sends">True for commands that send calls again and reconcile.</param>
    public void AddTo(Command command, bool sends = false)
    {
        foreach (var option in (Option[])[Run, Execute, Mapping, Staging, Reports, .. sends ? (Option[])[OnCreateOnlyChange, Compare] : []])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The settings that these flags override.</summary>
    public Dictionary<string, string?> Flags(ParseResult parse) => new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
    {
        ["Migration:Mapping"] = parse.GetValue(Mapping),
        ["Staging:Path"] = parse.GetValue(Staging),
        ["Reports:Directory"] = parse.GetValue(Reports),
        ["Migration:OnCreateOnlyChange"] = parse.GetValue(OnCreateOnlyChange),
        ["Migration:Compare"] = parse.GetValue(Compare),
    }.Given();
}
