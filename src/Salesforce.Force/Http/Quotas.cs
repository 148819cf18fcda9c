using Salesforce.Force.Errors;
using Salesforce.Force.Rest;

namespace Salesforce.Force.Http;

/// <summary>
/// Tells a daily quota (stop) from a limit on what runs at once (back off). Salesforce gives both the code <c>REQUEST_LIMIT_EXCEEDED</c>, so the
/// word in the text that differs decides and, where there is none, the usage header: this is the only place where a text is looked at for that.
/// </summary>
internal static class Quotas
{
    public static bool IsUsedUp(int status, ErrorBody error, ApiUsage? usage) => error.Code switch
    {
        ForceErrorCodes.RequestLimitExceeded => !IsConcurrencyLimit(error, usage) && (status != 429 || IsAtItsEnd(usage)),

        // "Max bulk v2 query jobs (10000) per 24 hrs has been reached"; batches and result storage alike.
        "LIMIT_EXCEEDED" or "EXCEEDEDQUOTA" => true,
        _ => false,
    };

    public static bool IsConcurrencyLimit(ErrorBody error, ApiUsage? usage) =>
        error.Code == ForceErrorCodes.RequestLimitExceeded
        && (Says(error, "concurrent") || (usage is not null && !IsAtItsEnd(usage) && !Says(error, "TotalRequests")));

    private static bool IsAtItsEnd(ApiUsage? usage) => usage is { } known && known.Used >= known.Max;

    private static bool Says(ErrorBody error, string word) => error.Message.Contains(word, StringComparison.OrdinalIgnoreCase);
}
