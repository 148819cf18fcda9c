using SalesforceEmulator.Authentication;
using SalesforceEmulator.Bulk;
using SalesforceEmulator.Faults;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Endpoints;

/// <summary>Everything a handler may need, put together once at start.</summary>
internal sealed class Site : IAsyncDisposable
{
    public Site(EmulatorOptions options, IOrg org, string folder)
    {
        Options = options;
        Org = org;
        Clock = options.TimeProvider;
        Faults = new FaultPlan();
        Limits = new OrgLimits(options.Limits, Clock);
        Sessions = new SessionStore(Path.Combine(folder, "sessions.json"), org.OrganizationId, options.SessionTimeout, Clock);
        Keys = new SigningKeys(Path.Combine(folder, "jwt-private-key.pem"), options.JwtPublicKeyFile);
        Schema = new SchemaCache(org);
        Cursors = new QueryCursors(Clock);
        Jobs = new JobStore(Path.Combine(folder, "jobs"), Clock);
        AsyncJobs = new AsyncJobs(Clock);
        Ingest = new IngestProcessor(this);
        QueryJobs = new QueryJobProcessor(this);
    }

    public EmulatorOptions Options { get; }

    public IOrg Org { get; }

    public TimeProvider Clock { get; }

    public FaultPlan Faults { get; }

    public OrgLimits Limits { get; }

    public SessionStore Sessions { get; }

    public SigningKeys Keys { get; }

    public SchemaCache Schema { get; }

    public QueryCursors Cursors { get; }

    public JobStore Jobs { get; }

    public AsyncJobs AsyncJobs { get; }

    public IngestProcessor Ingest { get; }

    public QueryJobProcessor QueryJobs { get; }

    public Visitors Visitors { get; } = new();

    public RequestLog Log { get; } = new();

    /// <summary>See <see cref="Emulator.Cutting"/>.</summary>
    public Func<FaultRule, Task>? Cutting { get; set; }

    /// <summary><c>http://127.0.0.1:PORT</c>, known once bound.</summary>
    public string Origin { get; set; } = "";

    public string IdentityUrl(string userId) => $"{Origin}/id/{Org.OrganizationId}/{userId}";

    public async ValueTask DisposeAsync()
    {
        await Ingest.DisposeAsync();
        await QueryJobs.DisposeAsync();
        Keys.Dispose();
        Org.Dispose();
    }
}
