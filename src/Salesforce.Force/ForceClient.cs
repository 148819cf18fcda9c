using Salesforce.Force.Authentication;
using Salesforce.Force.Bulk;
using Salesforce.Force.Rest;

namespace Salesforce.Force;

/// <summary>One org, one user: REST and Bulk API 2.0. Thread-safe; keep one per org.</summary>
public sealed class ForceClient : IDisposable
{
    /// <summary>Sends nothing until the first request, which logs in.</summary>
    public ForceClient(ForceClientOptions options)
    {
        Options = options;
        throw new NotImplementedException();
    }

    /// <summary>What this client was built with.</summary>
    public ForceClientOptions Options { get; }

    /// <summary>Version in every path, such as <c>66.0</c>.</summary>
    public string ApiVersion => Options.ApiVersion;

    /// <summary>Bulk API 2.0 query jobs.</summary>
    public BulkQueryClient BulkQuery => throw new NotImplementedException();

    /// <summary>Bulk API 2.0 ingest jobs.</summary>
    public BulkIngestClient BulkIngest => throw new NotImplementedException();

    /// <summary>From the newest <c>Sforce-Limit-Info</c> header; null before the first answer that carried one.</summary>
    public ApiUsage? ApiUsage => throw new NotImplementedException();

    /// <summary>Requests sent by this client so far, retries and logins included.</summary>
    public long RequestsSent => throw new NotImplementedException();

    /// <summary>Requests sent again so far.</summary>
    public long Retries => throw new NotImplementedException();

    /// <summary>The org's clock minus ours, from the newest <c>Date</c> header; zero before the first answer.</summary>
    public TimeSpan ClockSkew => throw new NotImplementedException();

    /// <summary>Logs in now (or returns the session at hand): instance URL, org id, user id. Never shows the token.</summary>
    /// <exception cref="Errors.ForceAuthenticationException">The org refused; the message says what to do in Setup.</exception>
    public Task<OrgSession> LoginAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>API versions the org offers, oldest first.</summary>
    public Task<IReadOnlyList<string>> VersionsAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Describe global: name, key prefix and abilities of every object this user may see.</summary>
    public Task<IReadOnlyList<SObjectSummary>> DescribeGlobalAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Describe of one object.</summary>
    /// <exception cref="Errors.ForceException">With code <c>NOT_FOUND</c> if the object does not exist or is hidden from this user.</exception>
    public Task<SObjectDescribe> DescribeAsync(string sobject, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>As <see cref="DescribeAsync(string, CancellationToken)"/>, or null if unchanged since (HTTP 304).</summary>
    public Task<SObjectDescribe?> DescribeAsync(string sobject, DateTimeOffset ifModifiedSince, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>REST query; pages are fetched as they are consumed. Aggregates and GROUP BY allowed.</summary>
    /// <param name="all">queryAll: archived and deleted rows too.</param>
    public IAsyncEnumerable<QueryRow> QueryAsync(string soql, bool all, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>REST query into <typeparamref name="T"/> by System.Text.Json (property names as in the SOQL, case-insensitive).</summary>
    public IAsyncEnumerable<T> QueryAsync<T>(string soql, bool all, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Runs <c>SELECT COUNT() …</c> and returns its <c>totalSize</c>.</summary>
    public Task<long> CountAsync(string soql, bool all, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Tooling API query (<c>/tooling/query</c>).</summary>
    public IAsyncEnumerable<QueryRow> ToolingQueryAsync(string soql, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Org limits by name: maximum and what is left.</summary>
    public Task<IReadOnlyDictionary<string, OrgLimit>> LimitsAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>sObject Collections (at most 200 records), results in input order.</summary>
    /// <param name="records">Field name to value: string, bool, number, null.</param>
    public Task<IReadOnlyList<SaveResult>> CreateAsync(string sobject, IReadOnlyList<IReadOnlyDictionary<string, object?>> records, bool allOrNone, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>As create; each record carries <c>Id</c>.</summary>
    public Task<IReadOnlyList<SaveResult>> UpdateAsync(string sobject, IReadOnlyList<IReadOnlyDictionary<string, object?>> records, bool allOrNone, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Deletes by id (at most 200), results in input order.</summary>
    public Task<IReadOnlyList<SaveResult>> DeleteAsync(IReadOnlyList<string> ids, bool allOrNone, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Collections upsert by external id (at most 200), results in input order.</summary>
    public Task<IReadOnlyList<SaveResult>> UpsertExternalAsync(string sobject, string externalIdFieldName, IReadOnlyList<IReadOnlyDictionary<string, object?>> records, bool allOrNone, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Releases connections. Does not log out.</summary>
    public void Dispose()
    {
    }
}
