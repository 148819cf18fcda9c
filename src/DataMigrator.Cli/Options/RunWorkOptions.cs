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
    public readonly SettingOption OnCreateOnlyChange = SettingOption.OnCreateOnlyChange();
    public readonly SettingOption Compare = SettingOption.Compare();

    /// <param name="sends">True for commands that send calls again and reconcile.</param>
    public void AddTo(Command command, bool sends = false)
    {
        foreach (var option in (Option[])[Run, Execute, Mapping, Staging, Reports, .. sends ? (Option[])[OnCreateOnlyChange, Compare] : []])
        {
            command.Options.Add(option);
        }
    }
}
