namespace DataMigrator.Cli.Configuration;

/// <summary>Every key that appsettings.json, the environment and user-secrets may hold in our sections.</summary>
internal static class SettingsSchema
{
    private static readonly string[] Org =
    [
        "InstanceUrl", "ApiVersion", "Auth:Flow", "Auth:ClientId", "Auth:ClientSecret", "Auth:Username", "Auth:KeyFile", "Auth:RefreshToken",
        "Auth:AccessToken", "Auth:LoginUrl", "Auth:Audience", "Auth:SfAlias",
    ];

    /// <summary>All of them, such as <c>Source:Auth:Flow</c>.</summary>
    public static readonly string[] Keys =
    [
        .. Org.Select(key => $"Source:{key}"),
        .. Org.Select(key => $"Target:{key}"),
        "Migration:Mapping", "Migration:ExternalIdField", "Migration:Window", "Migration:Lookback", "Migration:Parallelism", "Migration:MaxRowsPerWindow",
        "Migration:RowsPerPage", "Migration:RowsPerJob", "Migration:BytesPerJob", "Migration:MaxAttempts", "Migration:RetryDelay",
        "Migration:OnCreateOnlyChange", "Migration:Compare", "Migration:DefaultRegion", "Migration:MaxRejected", "Migration:MaxFailed",
        "Staging:Path", "Reports:Directory",
        "Limits:MaxApiRequestsPercent", "Limits:MaxBulkRowsPer24h",
        "Emulator:Tasks", "Emulator:Seed", "Emulator:Profile", "Emulator:Faults", "Emulator:Directory",
    ];

    /// <summary>Keys whose values must never stand in appsettings.json nor be shown.</summary>
    public static readonly string[] Secrets = ["ClientSecret", "RefreshToken", "AccessToken"];

    private static readonly string[] Sections = ["Source", "Target", "Migration", "Staging", "Reports", "Limits", "Emulator"];

    /// <summary>True if the section is ours and so must hold known keys only.</summary>
    public static bool IsOurs(string key) => Sections.Contains(key.Split(':')[0], StringComparer.OrdinalIgnoreCase);

    public static bool IsKnown(string key) => Keys.Contains(key, StringComparer.OrdinalIgnoreCase);

    /// <summary>The known key most like this one.</summary>
    public static string Nearest(string key) => Keys.MinBy(known => NearestName.Distance(known, key))!;

    /// <summary>The section most like this one if it is within two edits, or null: catches <c>Sorce:</c> without forbidding other programs' sections.</summary>
    public static string? NearestSection(string name) =>
        Sections.FirstOrDefault(section => NearestName.Distance(section, name) is > 0 and <= 2);
}
