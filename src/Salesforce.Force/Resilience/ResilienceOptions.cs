namespace Salesforce.Force.Resilience;

/// <summary>Bounds of patience. Every number has its reason beside it.</summary>
public sealed record ResilienceOptions
{
    /// <summary>Attempts per request, the first included.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>First pause; doubles with jitter.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause between two attempts.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bound on one request with all its attempts.</summary>
    public TimeSpan MaxElapsed { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Time-out of one ordinary REST request (Salesforce ends a call after 10 minutes).</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Time-out of one result page or upload (Salesforce: 20 minutes for results).</summary>
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Requests under way at once, per client.</summary>
    public int MaxConcurrentRequests { get; init; } = 8;

    /// <summary>First pause between two looks at a job; grows to <see cref="MaxPollInterval"/>.</summary>
    public TimeSpan MinPollInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Longest pause between two looks at a job.</summary>
    public TimeSpan MaxPollInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long to wait for one job before giving up (the job goes on in the org; its id stays valid).</summary>
    public TimeSpan JobTimeout { get; init; } = TimeSpan.FromHours(24);
}
