using Salesforce.Force.Errors;

namespace Salesforce.Force.Resilience;

/// <summary>An effect whose answer may be lost: the org is asked what happened before it is tried again.</summary>
internal static class Effect
{
    /// <param name="act">Tries once (safe repetitions included).</param>
    /// <param name="ask">Looks in the org for the effect; null if it is not there.</param>
    public static async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> act, Func<CancellationToken, Task<T?>> ask, ResilienceOptions options, TimeProvider time, CancellationToken cancellationToken)
        where T : class
    {
        var started = time.GetTimestamp();
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await act(cancellationToken).ConfigureAwait(false);
            }
            catch (ForceException e) when (e.IsAmbiguous)
            {
                // The org may still be at work on what we sent: give it the pause first, then look.
                await Task.Delay(Backoff.Delay(failures, e.RetryAfter, options), time, cancellationToken).ConfigureAwait(false);
                if (await AskAsync(e).ConfigureAwait(false) is { } found)
                {
                    return found;
                }

                if (failures >= options.MaxAttempts || time.GetElapsedTime(started) > options.MaxElapsed)
                {
                    throw;
                }
            }
        }

        async Task<T?> AskAsync(ForceException lost)
        {
            try
            {
                return await ask(cancellationToken).ConfigureAwait(false);
            }
            catch (ForceException e) when (e is not ForceAuthenticationException)
            {
                throw new ForceException(
                    $"{lost.Message} Whether it took effect is not known: the org could not be asked ({e.ErrorCode}).", lost.ErrorCode, lost.HttpStatus, e)
                { IsAmbiguous = true, IsTransient = e.IsTransient };
            }
        }
    }
}
