using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace DataMigrator.Cli.Configuration;

/// <summary>Turns configuration text into typed settings, collecting a sentence for every value that can't be one.</summary>
internal sealed class SettingsReader(IConfiguration configuration, List<string> problems)
{
    private static readonly string[] Flows = ["jwt", "clientCredentials", "refreshToken", "accessToken", "sfCli"];

    public AppSettings Read()
    {
        var source = ReadOrg("Source");
        var target = ReadTarget(source);
        var defaults = new MigrationSettings();
        var migration = defaults with
        {
            ExternalIdField = Text("Migration:ExternalIdField") ?? defaults.ExternalIdField,
            Window = OneOf("Migration:Window", defaults.Window, "auto", "day", "week", "month", "year"),
            Lookback = Duration("Migration:Lookback", defaults.Lookback),
            Parallelism = (int)Number("Migration:Parallelism", defaults.Parallelism, 1, 20),
            MaxRowsPerWindow = Number("Migration:MaxRowsPerWindow", defaults.MaxRowsPerWindow, 1, long.MaxValue),
            RowsPerPage = (int)Number("Migration:RowsPerPage", defaults.RowsPerPage, 1, 1_000_000),
            RowsPerJob = (int)Number("Migration:RowsPerJob", defaults.RowsPerJob, 1, 1_000_000),
            BytesPerJob = (int)Number("Migration:BytesPerJob", defaults.BytesPerJob, 1000, Salesforce.Force.Bulk.IngestContent.MaxBytes),
            MaxAttempts = (int)Number("Migration:MaxAttempts", defaults.MaxAttempts, 1, 100),
            RetryDelay = Duration("Migration:RetryDelay", defaults.RetryDelay),
            OnCreateOnlyChange = OneOf("Migration:OnCreateOnlyChange", defaults.OnCreateOnlyChange, "block", "replace"),
            Compare = OneOf("Migration:Compare", defaults.Compare, "all", "differing"),
            DefaultRegion = Text("Migration:DefaultRegion") ?? defaults.DefaultRegion,
            MaxApiRequestsPercent = (int)Number("Limits:MaxApiRequestsPercent", defaults.MaxApiRequestsPercent, 1, 100),
            MaxBulkRowsPer24h = Number("Limits:MaxBulkRowsPer24h", defaults.MaxBulkRowsPer24h, 1, long.MaxValue),
        };
        if (!migration.ExternalIdField.EndsWith("__c", StringComparison.OrdinalIgnoreCase) || migration.ExternalIdField.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '_'))
        {
            problems.Add($"'Migration:ExternalIdField' must be the API name of a custom field (such as Legacy_Task_Id__c), not '{migration.ExternalIdField}'.");
        }

        var staging = Text("Staging:Path") ?? Path.Combine("staging", "datamigrator.db");
        return new AppSettings(
            source,
            target,
            migration,
            Text("Migration:Mapping") ?? Path.Combine("mappings", "task-to-voicecall.yaml"),
            ReadTolerance("Migration:MaxRejected", "5%"),
            ReadTolerance("Migration:MaxFailed", "0"),
            staging,
            Text("Reports:Directory") ?? "reports",
            new EmulatorSettings(
                Number("Emulator:Tasks", 20_000, 0, 100_000_000),
                (int)Number("Emulator:Seed", 1, 0, int.MaxValue),
                Text("Emulator:Profile") ?? "mixed",
                Text("Emulator:Faults"),
                Text("Emulator:Directory") ?? Path.Combine(Path.GetDirectoryName(staging) ?? string.Empty, "emulator")));
    }

    private OrgSettings ReadTarget(OrgSettings source)
    {
        if (Text("Target:InstanceUrl") is not null)
        {
            return ReadOrg("Target");
        }

        // Half a target must not send calls to the org that they come from.
        if (FirstGiven("Target") is { } key)
        {
            problems.Add($"'{key}' is set and 'Target:InstanceUrl' is not: say which org the calls go to, or leave Target out if it is the one that the Tasks come from.");
        }

        return source;
    }

    private OrgSettings ReadOrg(string section)
    {
        var text = Text($"{section}:InstanceUrl") ?? "emulator";
        Uri? url = null;
        if (!string.Equals(text, "emulator", StringComparison.OrdinalIgnoreCase))
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
            {
                problems.Add($"'{section}:InstanceUrl' must be \"emulator\" or an address such as https://mycompany.my.salesforce.com, not '{text}'.");
            }
            else if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
            {
                problems.Add($"'{section}:InstanceUrl' must use https: '{text}' would send call logs and tokens in the clear (http is for this machine only).");
            }
        }

        else if (FirstGiven($"{section}:Auth") is { } credentials)
        {
            problems.Add($"'{credentials}' is set, but '{section}:InstanceUrl' is the embedded org, which needs no credentials: name the org they are for, or leave them out.");
        }

        var version = Text($"{section}:ApiVersion") ?? "66.0";
        if (!double.TryParse(version, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number is < 41 or > 999 || !version.EndsWith(".0", StringComparison.Ordinal))
        {
            problems.Add($"'{section}:ApiVersion' must be a version such as 66.0, not '{version}'.");
        }

        var auth = new AuthSettings(
            Text($"{section}:Auth:Flow"), Text($"{section}:Auth:ClientId"), Text($"{section}:Auth:ClientSecret"), Text($"{section}:Auth:Username"),
            Text($"{section}:Auth:KeyFile"), Text($"{section}:Auth:RefreshToken"), Text($"{section}:Auth:AccessToken"), Text($"{section}:Auth:LoginUrl"),
            Text($"{section}:Auth:Audience"), Text($"{section}:Auth:SfAlias"));
        if (auth.Flow is { } flow && !Flows.Contains(flow, StringComparer.OrdinalIgnoreCase))
        {
            problems.Add($"'{section}:Auth:Flow' must be one of {string.Join(", ", Flows)}, not '{flow}'.");
        }

        return new OrgSettings(section, url, version, auth);
    }

    /// <summary>The first setting of a section that has a value; null if none has.</summary>
    private string? FirstGiven(string section) => configuration.GetSection(section).AsEnumerable().FirstOrDefault(pair => Text(pair.Key) is not null).Key;

    // A secret that was put into a file mostly ends in a line break.
    private string? Text(string key) => configuration[key]?.Trim() is { Length: > 0 } value ? value : null;

    private string OneOf(string key, string fallback, params string[] values)
    {
        var text = Text(key) ?? fallback;
        if (values.FirstOrDefault(value => string.Equals(value, text, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return known;
        }

        problems.Add($"'{key}' must be one of {string.Join(", ", values)}, not '{text}'.");
        return fallback;
    }

    private long Number(string key, long fallback, long least, long most)
    {
        if (Text(key) is not { } text)
        {
            return fallback;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        problems.Add(most == long.MaxValue
            ? $"'{key}' must be a whole number of at least {least}, not '{text}'."
            : $"'{key}' must be a whole number from {least} to {most}, not '{text}'.");
        return fallback;
    }

    private TimeSpan Duration(string key, TimeSpan fallback)
    {
        if (Text(key) is not { } text)
        {
            return fallback;
        }

        // A number alone would be days.
        if (text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= TimeSpan.Zero)
        {
            return value;
        }

        problems.Add($"'{key}' must be a duration such as 00:30:00 (hours:minutes:seconds), not '{text}'.");
        return fallback;
    }

    private Tolerance ReadTolerance(string key, string fallback)
    {
        var text = Text(key) ?? fallback;
        if (!Tolerance.TryParse(text, out var tolerance))
        {
            problems.Add($"'{key}' must be a number of rows or a percentage such as 5%, not '{text}'.");
        }

        return tolerance;
    }
}
