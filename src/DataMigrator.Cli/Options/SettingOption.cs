using System.CommandLine;

namespace DataMigrator.Cli.Options;

/// <summary>An option that overrides a setting. A command only has to have it: <see cref="CommandHost"/> collects those that were given.</summary>
internal sealed class SettingOption : Option<string?>
{
    private readonly string key;

    /// <param name="key">The setting, as appsettings.json names it.</param>
    public SettingOption(string name, string key, string description, string helpName)
        : base(name)
    {
        this.key = key;
        Description = description;
        HelpName = helpName;
    }

    public static SettingOption Mapping() => new("--mapping", "Migration:Mapping", "Mapping file (default: mappings/task-to-voicecall.yaml)", "FILE");

    public static SettingOption Staging() => new("--staging", "Staging:Path", "Staging database (default: staging/datamigrator.db)", "FILE");

    public static SettingOption Reports() => new("--reports", "Reports:Directory", "Folder for reports (default: reports)", "DIR");

    public static SettingOption OnCreateOnlyChange() => new(
        "--on-create-only-change", "Migration:OnCreateOnlyChange",
        "When data changed that VoiceCall takes only on create: block (report it) or replace (delete and create again)", "block|replace");

    public static SettingOption Compare() => new(
        "--compare", "Migration:Compare",
        "Calls that reconciliation reads: all (default), or those of differing windows only, where counts or seconds differ", "all|differing");

    /// <summary>The settings that this command line overrides.</summary>
    public static IReadOnlyDictionary<string, string?> Given(ParseResult parse)
    {
        var given = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var option in parse.CommandResult.Command.Options.OfType<SettingOption>())
        {
            if (parse.GetValue(option) is { } value)
            {
                given[option.key] = value;
            }
        }

        return given;
    }
}
