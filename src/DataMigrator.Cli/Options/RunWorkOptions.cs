using System.CommandLine;

namespace DataMigrator.Cli.Options;

/// <summary>Options of commands that go on with a run that is there.</summary>
internal sealed class RunWorkOptions
{
    public readonly Option<string> Run = new("--run") { Description = "The run, as 'status' lists it; 'last' = the newest", HelpName = "ID", Required = true };
    public readonly Option<bool> Execute = new("--execute") { Description = "Write to the target org. Without it: only say what would be done" };
    public readonly SettingOption Mapping = SettingOption.Mapping();
    public readonly SettingOption Staging = SettingOption.Staging();
    public readonly SettingOption Reports = SettingOption.Reports();

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Run, Execute, Mapping, Staging, Reports })
        {
            command.Options.Add(option);
        }
    }
}
