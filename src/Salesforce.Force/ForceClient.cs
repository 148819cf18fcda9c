using System.Text.Json;
using System.Text.RegularExpressions;
using Salesforce.Force.Authentication;
using Salesforce.Force.Bulk;
using Salesforce.Force.Diagnostics;
using Salesforce.Force.Http;
using Salesforce.Force.Resilience;
using Salesforce.Force.Rest;

namespace Salesforce.Force;

/// <summary>One org, one user: REST and Bulk API 2.0. Thread-safe; keep one per org.</summary>
public sealed partial class ForceClient : IDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly RequestStatistics statistics;
    private readonly Wire wire;
    private readonly RequestPipelines pipelines;
    private readonly TokenSource tokens;
    private readonly OrgRequests org;
    private readonly QueryRequests queries;
    private readonly CollectionRequests collections;
    private readonly JobCreation queryCreation;
    private readonly JobCreation ingestCreation;
    private OrgSession? session;

    /// <summary>Sends nothing until the first request, which logs in.</summary>
    public ForceClient(ForceClientOptions options)
    {
        if (!Version().IsMatch(options.ApiVersion))
        {
            throw new ArgumentException("ApiVersion is a number such as 66.0, without a v.", nameof(options));
        }

        Options = options;
        statistics = new RequestStatistics(options.TimeProvider);
        wire = new Wire(options, statistics);
        pipelines = new RequestPipelines(options.Resilience, options.TimeProvider, statistics);
        tokens = new TokenSource(options.Authenticator, new Logins(wire, pipelines, statistics, options.TimeProvider).LoginAsync);
        var http = new ForceHttp(wire, pipelines, tokens, statistics, options.MaxApiRequestsPercent);
        org = new OrgRequests(http, options.ApiVersion);
        queries = new QueryRequests(http, options.ApiVersion);
        collections = new CollectionRequests(http, options.ApiVersion);
        var queryJobs = new JobEndpoint(http, options, "query", "V2Query");
        var ingestJobs = new JobEndpoint(http, options, "ingest", "V2Ingest");
        queryCreation = new JobCreation(queryJobs, statistics, () => session?.UserId ?? tokens.UserId);
        ingestCreation = new JobCreation(ingestJobs, statistics, () => session?.UserId ?? tokens.UserId);
        BulkQuery = new BulkQueryClient(queryJobs, queryCreation);
        BulkIngest = new BulkIngestClient(ingestJobs, ingestCreation);
    }

    /// <summary>What this client was built with.</summary>
    public ForceClientOptions Options { get; }

    /// <summary>Version in every path, such as <c>66.0</c>.</summary>
    public string ApiVersion => Options.ApiVersion;

    /// <summary>Bulk API 2.0 query jobs.</summary>
    public BulkQueryClient BulkQuery { get; }

    /// <summary>Bulk API 2.0 ingest jobs.</summary>
    public BulkIngestClient BulkIngest { get; }

    /// <summary>From the newest <c>Sforce-Limit-Info</c> header; null before the first answer that carried one.</summary>
    public ApiUsage? ApiUsage => statistics.ApiUsage;

    /// <summary>Requests sent by this client so far, retries and logins included.</summary>
    public long RequestsSent => statistics.RequestsSent;

    /// <summary>Requests sent again so far.</summary>
    public long Retries => statistics.Retries;

    /// <summary>The org's clock minus ours, from the newest <c>Date</c> header; zero before the first answer.</summary>
    public TimeSpan ClockSkew => statistics.ClockSkew;

    /// <summary>Logs in now (or returns the session at hand): instance URL, org id, user id. Never shows the token.</summary>
    /// <exception cref="Errors.ForceAuthenticationException">The org refused; the message says what to do in Setup.</exception>
    public async Task<OrgSession> LoginAsync(CancellationToken cancellationToken)
    {
        var current = await tokens.GetAsync(cancellationToken).ConfigureAwait(false);
        if (session is { } known && known.InstanceUrl == current.InstanceUrl)
        {
            return known;
        }

        if (current is { OrganizationId: { } organization, UserId: { } user })
        {
            return session = new OrgSession(current.InstanceUrl, organization, user, current.Username);
        }

        // A bare token, or sf's: the org says whose it is, and so shows at once that it is good.
        var info = await org.UserInfoAsync(cancellationToken).ConfigureAwait(false);
        return session = new OrgSession(current.InstanceUrl, info.OrganizationId, info.UserId, info.Username ?? current.Username);
    }

    /// <summary>API versions the org offers, oldest first.</summary>
    public Task<IReadOnlyList<string>> VersionsAsync(CancellationToken cancellationToken) => org.VersionsAsync(cancellationToken);

    /// <summary>Describe global: name, key prefix and abilities of every object this user may see.</summary>
    public Task<IReadOnlyList<SObjectSummary>> DescribeGlobalAsync(CancellationToken cancellationToken) => org.DescribeGlobalAsync(cancellationToken);

    /// <summary>Describe of one object.</summary>
    /// <exception cref="Errors.ForceException">With code <c>NOT_FOUND</c> if the object does not exist or is hidden from this user.</exception>
    public async Task<SObjectDescribe> DescribeAsync(string sobject, CancellationToken cancellationToken) =>
        (await org.DescribeAsync(sobject, null, cancellationToken).ConfigureAwait(false))!;

    /// <summary>As <see cref="DescribeAsync(string, CancellationToken)"/>, or null if unchanged since (HTTP 304).</summary>
    public Task<SObjectDescribe?> DescribeAsync(string sobject, DateTimeOffset ifModifiedSince, CancellationToken cancellationToken) =>
        org.DescribeAsync(sobject, ifModifiedSince, cancellationToken);

    /// <summary>REST query; pages are fetched as they are consumed. Aggregates and GROUP BY allowed.</summary>
    /// <param name="all">queryAll: archived and deleted rows too.</param>
    public IAsyncEnumerable<QueryRow> QueryAsync(string soql, bool all, CancellationToken cancellationToken) =>
        queries.RowsAsync(Resource(all), soql, QueryPage<QueryRow>.ParseRows, cancellationToken);

    /// <summary>REST query into <typeparamref name="T"/> by System.Text.Json (property names as in the SOQL, case-insensitive).</summary>
    public IAsyncEnumerable<T> QueryAsync<T>(string soql, bool all, CancellationToken cancellationToken) =>
        queries.RowsAsync(Resource(all), soql, static json => QueryPage<T>.Parse(json, Web), cancellationToken);

    /// <summary>As <see cref="QueryAsync{T}(string, bool, CancellationToken)"/>, each row by <paramref name="read"/>: for answers of many rows.</summary>
    public IAsyncEnumerable<T> QueryAsync<T>(string soql, bool all, QueryRowReader<T> read, CancellationToken cancellationToken) =>
        queries.RowsAsync(Resource(all), soql, json => QueryPage<T>.Read(json, read), cancellationToken);

    /// <summary>Runs <c>SELECT COUNT() …</c> and returns its <c>totalSize</c>.</summary>
    public Task<long> CountAsync(string soql, bool all, CancellationToken cancellationToken) =>
        queries.CountAsync(Resource(all), soql, cancellationToken);

    /// <summary>Tooling API query (<c>/tooling/query</c>).</summary>
    public IAsyncEnumerable<QueryRow> ToolingQueryAsync(string soql, CancellationToken cancellationToken) =>
        queries.RowsAsync("tooling/query", soql, QueryPage<QueryRow>.ParseRows, cancellationToken);

    /// <summary>Org limits by name: maximum and what is left.</summary>
    public Task<IReadOnlyDictionary<string, OrgLimit>> LimitsAsync(CancellationToken cancellationToken) => org.LimitsAsync(cancellationToken);

    /// <summary>sObject Collections (at most 200 records), results in input order.</summary>
    /// <param name="records">Field name to value: string, bool, number, null.</param>
    public Task<IReadOnlyList<SaveResult>> CreateAsync(string sobject, IReadOnlyList<IReadOnlyDictionary<string, object?>> records, bool allOrNone, CancellationToken cancellationToken) =>
        collections.CreateAsync(sobject, records, allOrNone, cancellationToken);

    /// <summary>As create; each record carries <c>Id</c>.</summary>
    public Task<IReadOnlyList<SaveResult>> UpdateAsync(string sobject, IReadOnlyList<IReadOnlyDictionary<string, object?>> records, bool allOrNone, CancellationToken cancellationToken) =>
        collections.UpdateAsync(sobject, records, allOrNone, cancellationToken);

    /// <summary>Deletes by id (at most 200), results in input order.</summary>
    public Task<IReadOnlyList<SaveResult>> DeleteAsync(IReadOnlyList<string> ids, bool allOrNone, CancellationToken cancellationToken) =>
        collections.DeleteAsync(ids, allOrNone, cancellationToken);

    /// <summary>Collections upsert by external id (at most 200), results in input order.</summary>
    public Task<IReadOnlyList<SaveResult>> UpsertExternalAsync(string sobject, string externalIdFieldName, IReadOnlyList<IReadOnlyDictionary<string, object?>> records, bool allOrNone, CancellationToken cancellationToken) =>
        collections.UpsertAsync(sobject, externalIdFieldName, records, allOrNone, cancellationToken);

    /// <summary>Releases connections. Does not log out.</summary>
    public void Dispose()
    {
        tokens.Dispose();
        pipelines.Dispose();
        queryCreation.Dispose();
        ingestCreation.Dispose();
        wire.Dispose();
    }

    private static string Resource(bool all) => all ? "queryAll" : "query";

    [GeneratedRegex(@"^[1-9]\d{1,2}\.\d$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
