namespace DataMigrator.Loading;

/// <summary>What a job that failed as a whole needs.</summary>
internal enum JobErrorKind
{
    /// <summary>Send what is left again in halves: the cause is load, or a row that can be found by halving.</summary>
    TakeApart,

    /// <summary>The columns or the user are at fault; no row of any job can succeed.</summary>
    Configuration,

    /// <summary>A daily allowance is used up.</summary>
    Quota,
}

/// <summary><c>errorMessage</c> of a failed job is <c>CamelCode : text</c> (Bulk API 2.0 guide, "Errors").</summary>
internal static class JobErrors
{
    public static JobErrorKind Classify(string? errorMessage) => Code(errorMessage) switch
    {
        "ExceededQuota" => JobErrorKind.Quota,
        "InvalidBatch" or "InvalidJob" or "FeatureNotEnabled" or "InvalidUser" or "InvalidOperation" => JobErrorKind.Configuration,
        _ => JobErrorKind.TakeApart,
    };

    /// <summary>The code alone; <c>JobFailed</c> if the org gave none.</summary>
    public static string Code(string? errorMessage)
    {
        var end = errorMessage?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        var code = end < 0 ? errorMessage?.Trim() : errorMessage![..end].Trim();
        return string.IsNullOrEmpty(code) ? "JobFailed" : code;
    }
}
