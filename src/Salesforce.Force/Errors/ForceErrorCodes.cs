namespace Salesforce.Force.Errors;

/// <summary>Codes that this client gives where Salesforce has none, and those of Salesforce's that it acts upon.</summary>
public static class ForceErrorCodes
{
    /// <summary>No answer: refused, reset, cut, name not found, certificate not trusted.</summary>
    public const string Network = "NETWORK";

    /// <summary>No answer within the time-out of its kind, or a job that outlived <c>JobTimeout</c>.</summary>
    public const string Timeout = "TIMEOUT";

    /// <summary>An answer that should have been JSON and is not (a maintenance or proxy page).</summary>
    public const string NotJson = "NOT_JSON";

    /// <summary>The host failed so often that it is being left alone for a while.</summary>
    public const string CircuitOpen = "CIRCUIT_OPEN";

    /// <summary>A result page or a whole result that has not the rows the org says it has.</summary>
    public const string IncompleteResult = "INCOMPLETE_RESULT";

    /// <summary>HTTP 204 for results: the org has not prepared them yet.</summary>
    public const string NotReady = "NOT_READY";

    /// <summary>The upload is larger than one job may be.</summary>
    public const string ContentTooLarge = "CONTENT_TOO_LARGE";

    /// <summary>The upload wrote no byte; some orgs take that for a job without rows.</summary>
    public const string ContentEmpty = "CONTENT_EMPTY";

    /// <summary>Plain http to a host that is not loopback, or a URL of another host where ours was expected.</summary>
    public const string InsecureUrl = "INSECURE_URL";

    /// <summary>The <c>sf</c> program is missing, failed, or does not know the org.</summary>
    public const string SfCli = "SF_CLI";

    /// <summary>Salesforce: token expired or revoked (HTTP 401).</summary>
    public const string InvalidSessionId = "INVALID_SESSION_ID";

    /// <summary>Salesforce: no such resource, or hidden from this user (HTTP 404).</summary>
    public const string NotFound = "NOT_FOUND";

    /// <summary>Salesforce: daily allocation used up, or too many long requests at once (HTTP 403).</summary>
    public const string RequestLimitExceeded = "REQUEST_LIMIT_EXCEEDED";
}
