namespace Salesforce.Force.Resilience;

/// <summary>How long to pause before the next attempt.</summary>
internal static class Backoff
{
    /// <param name="failures">Attempts that have failed so far, from 1.</param>
    /// <param name="retryAfter">What the server asked for; it wins, whatever its length.</param>
    public static TimeSpan Delay(int failures, TimeSpan? retryAfter, ResilienceOptions options)
    {
        if (retryAfter is { } asked)
        {
            return asked < TimeSpan.Zero ? TimeSpan.Zero : asked;
        }

        var doubled = options.BaseDelay.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 30));
        var capped = Math.Min(doubled, options.MaxDelay.TotalMilliseconds);

        // Half fixed, half chance: clients that failed together do not come back together, yet none comes back at once.
        return TimeSpan.FromMilliseconds(capped / 2 + capped / 2 * options.Chance());
    }
}
