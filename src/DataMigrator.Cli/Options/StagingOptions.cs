using System.CommandLine;
using DataMigrator.Cli.Configuration;

namespace DataMigrator.Cli.Options;

/// <summary>Options of commands that look at staging only.</summary>
internal sealed class StagingOptions
{
    public readonly Option<string?> Staging = new("--staging") { Description = "Staging database (default: staging/datamigrator.db)", HelpName = "FILE" };
    public readonly Option<string?> Reports = new("--reports") { Description = "Folder for reports (default: reports)", HelpName = "DIR" };

    public void AddTo(Command command, bool reports = false)
    {
        command.Options.Add(Staging);
        if (reports)
        {
            command.Options.Add(Reports);
        }
    }

    public Dictionary<string, string?> Flags(ParseResult parse) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Staging:Path"] = parse.GetValue(Staging),
        ["Reports:Directory"] = parse.CommandResult.GetResult(Reports) is null ? null : parse.GetValue(Reports),
    }.Given();
}
