using System.CommandLine;
using System.Globalization;

namespace DataMigrator.Cli.Options;

/// <summary>Options of <c>run</c> and the stages. Instances, because one option can't belong to two commands' parsing with different defaults.</summary>
internal sealed class MigrationOptions
{
    public readonly Option<DateTimeOffset?> From = Instant("--from", "First moment, inclusive: a date or an instant, UTC (default: the oldest Task)");
    public readonly Option<DateTimeOffset?> To = Instant("--to", "Last moment, exclusive (default: now, by the org's clock)");
    public readonly Option<bool> Incremental = new("--incremental") { Description = "Only what changed since the last finished incremental run, with a look-back" };
    public readonly SettingOption Window = new("--window", "Migration:Window", "Size of the windows a range is read in: auto, day, week, month, year", "SIZE");
    public readonly Option<bool> Execute = new("--execute") { Description = "Write to the target org. Without it nothing is written anywhere but on this machine" };
    public readonly NumberOption Limit = new("--limit", "Canary: load at most N calls, spread over the range, then stop", "N", least: 1);
    public readonly SettingOption Mapping = SettingOption.Mapping();
    public readonly SettingOption Staging = SettingOption.Staging();
    public readonly SettingOption Reports = SettingOption.Reports();
    public readonly SettingOption MaxRejected = new("--max-rejected", "Migration:MaxRejected", "Tolerated rejections, rows or percent (default 5%)", "N|P%");
    public readonly SettingOption MaxFailed = new("--max-failed", "Migration:MaxFailed", "Tolerated failures, rows or percent (default 0)", "N|P%");
    public readonly SettingOption OnCreateOnlyChange = SettingOption.OnCreateOnlyChange();
    public readonly SettingOption Compare = SettingOption.Compare();
    public readonly Option<string?> Run = new("--run") { Description = "Work on this run instead of a new one", HelpName = "ID" };

    /// <summary>Adds what a stage understands.</summary>
    /// <param name="withRange">False for a command that finds its range itself, run after run.</param>
    public void AddTo(Command command, bool withRun = false, bool withRange = true)
    {
        foreach (var option in (Option[])[.. withRange ? (Option[])[From, To] : [], Incremental, Window, Execute, Limit, Mapping, Staging, Reports, MaxRejected, MaxFailed, OnCreateOnlyChange, Compare])
        {
            command.Options.Add(option);
        }

        if (withRun)
        {
            command.Options.Add(Run);
        }

        command.Validators.Add(result =>
        {
            // Values that are no instants have an error of their own, from the option's parser.
            DateTimeOffset? Given(Option option) =>
                result.GetResult(option) is { Tokens: [var token] } && TryParseInstant(token.Value, out var instant) ? instant : null;
            var from = Given(From);
            var to = Given(To);
            if (from >= to)
            {
                result.AddError($"--from must be earlier than --to; {from:yyyy-MM-ddTHH:mm:ssZ} is not before {to:yyyy-MM-ddTHH:mm:ssZ}. Both are UTC, --to is exclusive.");
            }

            if (result.GetResult(Incremental) is { Implicit: false } && result.GetValue(Incremental) && (result.GetResult(From) is not null || result.GetResult(To) is not null))
            {
                result.AddError("--incremental finds its own range; leave out --from and --to.");
            }
        });
    }

    /// <summary>An option that takes a date or an instant, UTC.</summary>
    public static Option<DateTimeOffset?> Instant(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DATE",
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (TryParseInstant(text, out var instant))
            {
                return instant;
            }

            argument.AddError($"{name} must be a date or an instant such as 2024-01-31 or 2024-01-31T08:00:00Z, not '{text}'.");
            return null;
        },
    };

    /// <summary>Within the years that SOQL knows: 1700 to 4000.</summary>
    private static bool TryParseInstant(string text, out DateTimeOffset instant)
    {
        string[] formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        return DateTimeOffset.TryParseExact(
            text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant)
            && instant.Year is >= 1700 and <= 4000;
    }
}
