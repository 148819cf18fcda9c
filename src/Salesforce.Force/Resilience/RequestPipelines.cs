using System.Collections.Concurrent;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using Salesforce.Force.Diagnostics;
using Salesforce.Force.Errors;

namespace Salesforce.Force.Resilience;

/// <summary>
/// One pipeline per host and kind of request, all built here: retry → slot → circuit of the host → time-out of the attempt.
/// The circuit is shared by all kinds; it is the host that is ill, not the kind.
/// </summary>
internal sealed class RequestPipelines(ResilienceOptions options, TimeProvider time, RequestStatistics statistics) : IDisposable
{
    private static readonly ResiliencePropertyKey<long> Started = new("force.started");

    private readonly ConcurrentDictionary<(string Host, RequestKind Kind), ResiliencePipeline> pipelines = new();
    private readonly ConcurrentDictionary<string, ResiliencePipeline> circuits = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim requestSlots = new(Math.Max(1, options.MaxConcurrentRequests));
    private readonly SemaphoreSlim transferSlots = new(Math.Max(1, options.MaxConcurrentRequests));

    public ResilienceOptions Options => options;

    /// <summary>Runs <paramref name="attempt"/> until it succeeds, fails for good, or patience ends.</summary>
    /// <param name="changes">True if the attempt may have taken effect in the org although no answer came.</param>
    /// <exception cref="ForceException">The last failure.</exception>
    public async Task<T> ExecuteAsync<T>(Uri host, RequestKind kind, bool changes, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        var pipeline = pipelines.GetOrAdd((host.Authority, kind), key => Build(key.Host, key.Kind));
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Started, time.GetTimestamp());
        try
        {
            return await pipeline.ExecuteAsync(
                static async (context, attempt) => await attempt(context.CancellationToken).ConfigureAwait(false), context, attempt).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException e)
        {
            throw new ForceException(
                $"{host.Host} did not answer within {e.Timeout.TotalSeconds:0.#} seconds.", ForceErrorCodes.Timeout, null, e)
            {
                IsTransient = true,
                IsAmbiguous = changes,
            };
        }
        catch (BrokenCircuitException e)
        {
            throw new ForceException(
                $"{host.Host} failed again and again and is left alone for {options.CircuitBreakDuration.TotalSeconds:0.#} seconds. Look at status.salesforce.com, then go on.",
                ForceErrorCodes.CircuitOpen, null, e) { IsTransient = true, RetryAfter = e.RetryAfter };
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose()
    {
        requestSlots.Dispose();
        transferSlots.Dispose();
    }

    private ResiliencePipeline Build(string host, RequestKind kind)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.MaxAttempts > 1)
        {
            builder.AddRetry(Retry(kind));
        }

        if (kind != RequestKind.Login)
        {
            builder.AddStrategy(_ => new ConcurrencyGate(kind == RequestKind.Transfer ? transferSlots : requestSlots), new ConcurrencyGate.Options());
        }

        return builder
            .AddPipeline(circuits.GetOrAdd(host, _ => Circuit()))
            .AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = args => ValueTask.FromResult(AttemptTimeout(args.Context, kind)) })
            .Build();
    }

    private RetryStrategyOptions Retry(RequestKind kind) => new()
    {
        MaxRetryAttempts = options.MaxAttempts - 1,
        ShouldHandle = args => ValueTask.FromResult(
            Transient.MayRepeat(args.Outcome.Exception, kind)
            && Remaining(args.Context, kind) > (Transient.RetryAfter(args.Outcome.Exception) ?? TimeSpan.Zero)),
        DelayGenerator = args =>
        {
            var delay = Backoff.Delay(args.AttemptNumber + 1, Transient.RetryAfter(args.Outcome.Exception), options);
            var remaining = Remaining(args.Context, kind);
            return ValueTask.FromResult<TimeSpan?>(delay < remaining ? delay : remaining);
        },
        OnRetry = args =>
        {
            statistics.Retried(kind, args.Outcome.Exception);
            return default;
        },
    };

    private ResiliencePipeline Circuit() => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = options.CircuitFailureRatio,
            MinimumThroughput = options.CircuitMinimumThroughput,
            SamplingDuration = TimeSpan.FromMinutes(1),
            BreakDuration = options.CircuitBreakDuration,
            ShouldHandle = args => ValueTask.FromResult(Transient.SpeaksAgainstHost(args.Outcome.Exception)),
        })
        .Build();

    private TimeSpan AttemptTimeout(ResilienceContext context, RequestKind kind)
    {
        var own = kind == RequestKind.Transfer ? options.TransferTimeout : options.RequestTimeout;
        var remaining = Remaining(context, kind);

        // Polly takes no time-out under 10 ms; an attempt that begins at the very end of the patience gets that much.
        var timeout = own < remaining ? own : remaining;
        return timeout < TimeSpan.FromMilliseconds(10) ? TimeSpan.FromMilliseconds(10) : timeout;
    }

    private TimeSpan Remaining(ResilienceContext context, RequestKind kind)
    {
        var bound = kind == RequestKind.Transfer ? options.MaxElapsed + options.TransferTimeout : options.MaxElapsed;
        return bound - time.GetElapsedTime(context.Properties.GetValue(Started, 0L));
    }
}
