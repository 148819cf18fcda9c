using Polly.CircuitBreaker;
using Polly.Timeout;
using Salesforce.Force.Errors;

namespace Salesforce.Force.Resilience;

/// <summary>What is transient. The one table of this package (sources: REST guide "Status Codes", Airbyte's and jsforce's practice for 406 and 420).</summary>
internal static class Transient
{
    /// <summary>Statuses that say nothing about the request itself.</summary>
    public static bool IsTransientStatus(int status) => status is 406 or 408 or 420 or 425 or 429 or 500 or 502 or 503 or 504 or (> 505 and < 600);

    /// <summary>Statuses that stay permanent even when a proxy, not the org, wrote the body.</summary>
    public static bool IsPermanentStatus(int status) => status is 404 or 405 or 409 or 410 or 413 or 414 or 415 or 431;

    /// <summary>True if a server that answers so may all the same have done what was asked.</summary>
    public static bool IsAmbiguousStatus(int status) => status is 408 or >= 500;

    /// <summary>Codes that are transient whatever the status.</summary>
    public static bool IsTransientCode(string errorCode) => errorCode is "UNABLE_TO_LOCK_ROW" or "SERVER_UNAVAILABLE" or "TOO_MANY_APEX_REQUESTS";

    /// <summary>May the attempt be made again?</summary>
    public static bool MayRepeat(Exception? failure, RequestKind kind) => failure switch
    {
        ForceException { IsTransient: true } e => kind != RequestKind.Once || !e.IsAmbiguous,
        TimeoutRejectedException => kind != RequestKind.Once,
        BrokenCircuitException => true,
        _ => false,
    };

    /// <summary>Does the failure speak against the host, so that its circuit should count it? A limit or a refusal does not.</summary>
    public static bool SpeaksAgainstHost(Exception? failure) => failure switch
    {
        TimeoutRejectedException => true,
        ForceException { ErrorCode: ForceErrorCodes.Network } => true,
        ForceException { IsTransient: true, HttpStatus: >= 500 or 420 } => true,
        _ => false,
    };

    /// <summary>What the failure says about when to come back; null if nothing.</summary>
    public static TimeSpan? RetryAfter(Exception? failure) => failure switch
    {
        ForceException e => e.RetryAfter,
        BrokenCircuitException e => e.RetryAfter,
        _ => null,
    };
}
