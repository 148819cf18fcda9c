using Polly;

namespace Salesforce.Force.Resilience;

/// <summary>Bounds the attempts under way; a pause between attempts holds no slot.</summary>
internal sealed class ConcurrencyGate(SemaphoreSlim slots) : ResilienceStrategy
{
    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        try
        {
            await slots.WaitAsync(context.CancellationToken).ConfigureAwait(context.ContinueOnCapturedContext);
        }
        catch (OperationCanceledException e)
        {
            return Outcome.FromException<TResult>(e);
        }

        try
        {
            return await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
        }
        finally
        {
            slots.Release();
        }
    }

    internal sealed class Options : ResilienceStrategyOptions;
}
