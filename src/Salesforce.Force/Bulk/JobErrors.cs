namespace Salesforce.Force.Bulk;

/// <summary>A job's <c>errorMessage</c>: <c>CamelCode : text</c>.</summary>
internal static class JobErrors
{
    /// <summary>The code before the blank, colon, blank; otherwise the job's state.</summary>
    public static string Code(BulkJob job)
    {
        var text = job.ErrorMessage ?? string.Empty;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var code = colon > 0 ? text[..colon].Trim() : string.Empty;
        return code.Length > 0 && code.All(char.IsAsciiLetterOrDigit) ? code : job.State.ToString();
    }
}
