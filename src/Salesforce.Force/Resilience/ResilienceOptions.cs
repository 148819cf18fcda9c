namespace Salesforce.Force.Resilience;

/// <summary>Bounds of patience. Every number has its reason beside it.</summary>
public sealed record ResilienceOptions
{
    /// <summary>Attempts per request, the first included.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>First pause; doubles with jitter.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause between two attempts of our own choosing; a <c>Retry-After</c> may be longer.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bound on one request with all its attempts; a transfer has one <see cref="TransferTimeout"/> on top.</summary>
    public TimeSpan MaxElapsed { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Time-out of one ordinary REST request (Salesforce ends a call after 10 minutes), and of a transfer that has stopped moving.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Time-out of one result page or upload (Salesforce: 20 minutes for results).</summary>
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>
    /// Ordinary requests under way at once, per client; and as many transfers beside them, so that a page under way never starves the request its
    /// consumer makes. Twice this stays under the 25 long requests that Salesforce allows an org (API Request Limits).
    /// </summary>
    public int MaxConcurrentRequests { get; init; } = 8;

    /// <summary>Attempts on one host within a minute before its circuit may open: fewer say too little.</summary>
    public int CircuitMinimumThroughput { get; init; } = 20;

    /// <summary>Share of failures at which a host's circuit opens: only when next to nothing comes through.</summary>
    public double CircuitFailureRatio { get; init; } = 0.9;

    /// <summary>How long an open circuit leaves its host alone; at least half a second.</summary>
    public TimeSpan CircuitBreakDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>First pause between two looks at a job; grows to <see cref="MaxPollInterval"/>.</summary>
    public TimeSpan MinPollInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Longest pause between two looks at a job.</summary>
    public TimeSpan MaxPollInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long to wait for one job before giving up (the job goes on in the org; its id stays valid).</summary>
    public TimeSpan JobTimeout { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Source of jitter in [0, 1); a seam for tests.</summary>
    internal Func<double> Chance { get; init; } = Random.Shared.NextDouble;
}
