namespace DataMigrator.Cli.Configuration;

/// <summary>All settings after appsettings.json, user-secrets, environment and flags; checked.</summary>
internal sealed record AppSettings(
    OrgSettings Source, OrgSettings Target, MigrationSettings Migration, string MappingPath, Tolerance MaxRejected, Tolerance MaxFailed,
    string StagingPath, string ReportsDirectory, EmulatorSettings Emulator)
{
    /// <summary>The target was left out: calls go to the org that the Tasks come from.</summary>
    public bool SameOrg => ReferenceEquals(Source, Target);
}

/// <summary>One org. <paramref name="InstanceUrl"/> null = the embedded org.</summary>
internal sealed record OrgSettings(string Section, Uri? InstanceUrl, string ApiVersion, AuthSettings Auth)
{
    public bool IsEmulator => InstanceUrl is null;
}

/// <summary>As in the settings; secrets included, so never logged.</summary>
internal sealed record AuthSettings(
    string? Flow, string? ClientId, string? ClientSecret, string? Username, string? KeyFile, string? RefreshToken, string? AccessToken, string? LoginUrl,
    string? Audience, string? SfAlias)
{
    /// <summary>Values to be blacked out wherever they might appear.</summary>
    public IEnumerable<string> Secrets => new[] { ClientSecret, RefreshToken, AccessToken }.OfType<string>().Where(secret => secret.Length > 0);

    public override string ToString() => $"AuthSettings {{ Flow = {Flow} }}";
}

/// <summary>The embedded org.</summary>
internal sealed record EmulatorSettings(long Tasks, int Seed, string Profile, string? Faults, string Directory, bool KeepTasks = false);
