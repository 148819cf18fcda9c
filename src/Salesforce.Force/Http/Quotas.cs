using Salesforce.Force.Errors;
using Salesforce.Force.Rest;

namespace Salesforce.Force.Http;

/// <summary>
/// Tells a daily quota (stop) from a limit on what runs at once (back off). Salesforce gives both the code <c>REQUEST_LIMIT_EXCEEDED</c>, so the
/// usage header decides and, where it is missing, the one word in the text that differs: this is the only place where a text is looked at for that.
/// </summary>
internal static class Quotas
{
    public static bool IsUsedUp(int status, ErrorBody error, ApiUsage? usage) => error.Code switch
    {
        ForceErrorCodes.RequestLimitExceeded => !IsConcurrencyLimit(error) && (status != 429 || usage is { } u && u.Used >= u.Max),

        // "Max bulk v2 query jobs (10000) per 24 hrs has been reached"; batches and result storage alike.
        "LIMIT_EXCEEDED" or "EXCEEDEDQUOTA" => true,
        _ => false,
    };

    public static bool IsConcurrencyLimit(ErrorBody error) =>
        error.Code == ForceErrorCodes.RequestLimitExceeded && error.Message.Contains("concurrent", StringComparison.OrdinalIgnoreCase);
}
