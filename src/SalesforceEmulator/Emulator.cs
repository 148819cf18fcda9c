using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using SalesforceEmulator.Authentication;
using SalesforceEmulator.Endpoints;
using SalesforceEmulator.Faults;
using SalesforceEmulator.Org;

namespace SalesforceEmulator;

/// <summary>The embedded org: REST and Bulk API 2.0 over HTTP on loopback. Use in process or through <c>datamigrator emulate</c>.</summary>
public sealed class Emulator : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Site site;
    private readonly string? temporaryFolder;
    private readonly Lock gate = new();
    private Session? session;
    private int disposed;

    private Emulator(WebApplication app, Site site, Uri url, string? temporaryFolder)
    {
        this.app = app;
        this.site = site;
        this.temporaryFolder = temporaryFolder;
        Url = url;
    }

    /// <summary>Base address, such as <c>http://127.0.0.1:41873</c>; no trailing slash.</summary>
    public Uri Url { get; }

    /// <summary>A valid access token of the integration user; a new one when the last one has ended.</summary>
    public string AccessToken
    {
        get
        {
            lock (gate)
            {
                if (session is null || site.Sessions.Peek(session.Token) is null)
                {
                    session = site.Sessions.Issue(site.Org.IntegrationUserId, OAuthEndpoints.ClientId);
                }

                return session.Token;
            }
        }
    }

    /// <summary>Client id accepted by every OAuth flow.</summary>
    public string ClientId => OAuthEndpoints.ClientId;

    /// <summary>Client secret for client credentials and refresh.</summary>
    public string ClientSecret => OAuthEndpoints.ClientSecret;

    /// <summary>Username of the integration user.</summary>
    public string Username => site.Org.IntegrationUsername;

    /// <summary>Refresh token of the integration user.</summary>
    public string RefreshToken => site.Sessions.RefreshTokenOf(site.Org.IntegrationUserId);

    /// <summary>File with the private key (PKCS#8, PEM) for the JWT bearer flow; made when first asked for, kept in the data folder.</summary>
    public string JwtPrivateKeyFile => site.Keys.PrivateKeyFile;

    /// <summary>Content of <see cref="JwtPrivateKeyFile"/>.</summary>
    public string JwtPrivateKey => site.Keys.PrivateKeyPem;

    /// <summary>The requests so far (the latest 100,000), for tests that watch the wire: method, path with query, status, bytes in and out.</summary>
    public IReadOnlyList<RecordedRequest> Requests => site.Log.Snapshot();

    /// <summary>The fault rules in force.</summary>
    public IReadOnlyList<FaultRule> Faults => site.Faults.Rules;

    /// <summary>
    /// Awaited when a rule is about to cut a connection: for <see cref="FaultAction.CutBefore"/> the request has arrived and done nothing yet, for
    /// <see cref="FaultAction.CutAfter"/> it has taken effect and the client has heard nothing. A test kills its client here, at the very request.
    /// </summary>
    public Func<FaultRule, Task>? Cutting
    {
        get => site.Cutting;
        set => site.Cutting = value;
    }

    /// <summary>Generates or reopens the org, binds, and returns once it answers.</summary>
    /// <exception cref="EmulatorException">The fault plan can't be read or is not valid, there is no such profile, or the data folder holds another org than the options ask for.</exception>
    /// <exception cref="IOException">The port is taken, or the data folder cannot be used.</exception>
    public static async Task<Emulator> StartAsync(EmulatorOptions options, CancellationToken cancellationToken)
    {
        var temporary = options.DataDirectory is null ? Directory.CreateTempSubdirectory("salesforce-emulator-").FullName : null;
        try
        {
            return await StartAsync(options, options.DataDirectory ?? temporary!, temporary, cancellationToken);
        }
        catch
        {
            Delete(temporary);
            throw;
        }
    }

    /// <summary>Adds a fault rule.</summary>
    /// <exception cref="FormatException">The rule lacks what its action needs.</exception>
    public void AddFault(FaultRule rule) => site.Faults.Add(rule);

    /// <summary>Adds the rules of a JSON fault plan.</summary>
    /// <exception cref="FormatException">Not a valid plan.</exception>
    public void AddFaults(string json) => site.Faults.Load(json);

    /// <summary>Switches one of the org's validation rules on or off.</summary>
    /// <exception cref="ArgumentException">No such rule.</exception>
    public void SetValidationRule(string name, bool active) => site.Org.SetValidationRule(name, active);

    /// <summary>Drops all fault rules.</summary>
    public void ClearFaults() => site.Faults.Clear();

    /// <summary>Ends every session; refresh tokens stay.</summary>
    public void ExpireSessions() => site.Sessions.RevokeAllSessions();

    /// <summary>Stops serving, flushes the data file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1)
        {
            return;
        }

        await app.StopAsync();
        await app.DisposeAsync();
        await site.Visitors.AllGoneAsync();
        await site.DisposeAsync();
        Delete(temporaryFolder);
    }

    private static async Task<Emulator> StartAsync(EmulatorOptions options, string folder, string? temporary, CancellationToken cancellationToken)
    {
        PrivateFile.CreateFolder(folder);
        var wire = Path.Combine(folder, "wire");
        if (options.Reset && Directory.Exists(wire))
        {
            Directory.Delete(wire, recursive: true);
        }

        PrivateFile.CreateFolder(wire);
        var plan = await ReadPlanAsync(options.FaultPlanFile, cancellationToken);
        var org = await Task.Run(() => EmbeddedOrg.Open(options, folder), cancellationToken);
        var opened = new Site(options, org, wire);
        WebApplication? listener = null;
        try
        {
            if (plan is not null)
            {
                LoadPlan(opened, plan, options.FaultPlanFile!);
            }

            listener = Listener.Build(opened, options.Port);
            await listener.StartAsync(cancellationToken);
            opened.Origin = listener.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
            opened.QueryJobs.Resume();
            opened.Ingest.Resume();
            return new Emulator(listener, opened, new Uri(opened.Origin), temporary);
        }
        catch
        {
            if (listener is not null)
            {
                await listener.DisposeAsync();
            }

            await opened.DisposeAsync();
            throw;
        }
    }

    private static void LoadPlan(Site site, string plan, string file)
    {
        try
        {
            site.Faults.Load(plan);
        }
        catch (FormatException error)
        {
            throw new EmulatorException($"{file}: {error.Message}", error);
        }
    }

    private static async Task<string?> ReadPlanAsync(string? file, CancellationToken cancellationToken)
    {
        try
        {
            return file is null ? null : await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EmulatorException($"The fault plan '{file}' can't be read: {exception.Message}", exception);
        }
    }

    private static void Delete(string? folder)
    {
        if (folder is not null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
