namespace Salesforce.Force.Errors;

/// <summary>The org refused, or could not be reached. <see cref="ErrorCode"/> tells them apart, never the text.</summary>
public class ForceException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ForceException(string message, string errorCode, int? httpStatus = null, Exception? inner = null) : base(message, inner)
    {
        ErrorCode = errorCode;
        HttpStatus = httpStatus;
    }

    /// <summary>
    /// Salesforce's <c>errorCode</c>, or one of <see cref="ForceErrorCodes"/>: <c>NETWORK</c>, <c>TIMEOUT</c>, <c>NOT_JSON</c>, <c>CIRCUIT_OPEN</c>,
    /// <c>INCOMPLETE_RESULT</c>, … An answer without a code gives <c>HTTP_</c> and its status.
    /// </summary>
    public string ErrorCode { get; }

    /// <summary>HTTP status; null when there was no answer.</summary>
    public int? HttpStatus { get; }

    /// <summary>True if the request may have taken effect although no answer came.</summary>
    public bool IsAmbiguous { get; init; }

    /// <summary>True if the same request may succeed later. This client has then already tried as often as its options allow.</summary>
    public bool IsTransient { get; init; }

    /// <summary>How long the server asked us to wait (<c>Retry-After</c>); null if it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>Login was refused; the message is a sentence that says what to do.</summary>
public sealed class ForceAuthenticationException(string message, string errorCode, int? httpStatus = null, Exception? inner = null)
    : ForceException(message, errorCode, httpStatus, inner);

/// <summary>A daily quota of the org is used up: stop, and go on later.</summary>
public sealed class ForceQuotaException(string message, string errorCode, int? httpStatus = null) : ForceException(message, errorCode, httpStatus);

/// <summary>A Bulk job ended as Failed or Aborted.</summary>
public sealed class BulkJobFailedException(string message, string errorCode, string jobId) : ForceException(message, errorCode)
{
    /// <summary>Id of the job.</summary>
    public string JobId { get; } = jobId;
}
