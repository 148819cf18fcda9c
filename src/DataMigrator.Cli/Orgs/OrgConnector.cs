using System.Globalization;
using DataMigrator.Cli.Configuration;
using Salesforce.Force;
using Salesforce.Force.Authentication;
using SalesforceEmulator;

namespace DataMigrator.Cli.Orgs;

/// <summary>Opens the clients for source and target; starts the embedded org when a setting says so. The migrator only ever sees URL and credentials.</summary>
/// <param name="beyondFloor">For a few requests that only look: Limits:MaxApiRequestsPercent is what they tell about, not what stops them.</param>
internal sealed class OrgConnector(AppSettings settings, TimeProvider time, Action<string> say, bool beyondFloor = false) : IAsyncDisposable
{
    private Emulator? emulator;
    private ForceClient? source;
    private ForceClient? target;

    /// <summary>The org the Tasks come from.</summary>
    public async Task<ForceClient> SourceAsync(CancellationToken cancellationToken) => source ??= await OpenAsync(settings.Source, cancellationToken).ConfigureAwait(false);

    /// <summary>The org the calls go to; the same client if it is the same org.</summary>
    public async Task<ForceClient> TargetAsync(CancellationToken cancellationToken) =>
        target ??= settings.SameOrg ? await SourceAsync(cancellationToken).ConfigureAwait(false) : await OpenAsync(settings.Target, cancellationToken).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        if (!ReferenceEquals(source, target))
        {
            target?.Dispose();
        }

        source?.Dispose();
        if (emulator is not null)
        {
            await emulator.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<ForceClient> OpenAsync(OrgSettings org, CancellationToken cancellationToken)
    {
        var authenticator = org.IsEmulator ? await EmbeddedAsync(cancellationToken).ConfigureAwait(false) : AuthenticatorFactory.Create(org);
        return new ForceClient(new ForceClientOptions
        {
            Authenticator = authenticator,
            ApiVersion = org.ApiVersion,
            ClientName = "DataMigrator",
            TimeProvider = time,
            MaxApiRequestsPercent = beyondFloor ? null : settings.Migration.MaxApiRequestsPercent,
        });
    }

    private async Task<Authenticator> EmbeddedAsync(CancellationToken cancellationToken)
    {
        if (emulator is null)
        {
            var started = time.GetTimestamp();
            emulator = await Emulator.StartAsync(
                new EmulatorOptions
                {
                    Tasks = settings.Emulator.Tasks,
                    Limits = EmulatorLimits.For(settings.Emulator.Tasks),
                    Seed = settings.Emulator.Seed,
                    Profile = settings.Emulator.Profile,
                    FaultPlanFile = settings.Emulator.Faults,
                    DataDirectory = settings.Emulator.Directory,
                    KeepTasks = settings.Emulator.KeepTasks,
                    TimeProvider = time,
                },
                cancellationToken).ConfigureAwait(false);
            say(string.Create(CultureInfo.InvariantCulture, $"Embedded org at {emulator.Url} ({settings.Emulator.Directory}), ready after {time.GetElapsedTime(started).TotalSeconds:0.0} s."));
        }

        return new ClientCredentials(emulator.Url, emulator.ClientId, emulator.ClientSecret);
    }
}
