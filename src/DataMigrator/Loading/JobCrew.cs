using System.Runtime.CompilerServices;

namespace DataMigrator.Loading;

/// <summary>Runs jobs a few at a time. When one says that no row can succeed now, no new one is begun, but those under way come to their end.</summary>
internal sealed class JobCrew(JobRunner runner, int size, Action<JobOutcome> report)
{
    /// <returns>Jobs run.</returns>
    /// <exception cref="LoadingStoppedException">After all jobs under way have ended.</exception>
    public async Task<int> RunAsync(IAsyncEnumerable<IngestJob> jobs, CancellationToken cancellationToken)
    {
        LoadingStoppedException? stop = null;
        var count = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = size, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(UntilStopped(jobs, cancellationToken), options, async (job, token) =>
        {
            try
            {
                await runner.RunAsync(job, report, token).ConfigureAwait(false);
                Interlocked.Increment(ref count);
            }
            catch (LoadingStoppedException reason)
            {
                Interlocked.CompareExchange(ref stop, reason, null);
            }
        }).ConfigureAwait(false);
        return stop is null ? count : throw stop;

        async IAsyncEnumerable<IngestJob> UntilStopped(IAsyncEnumerable<IngestJob> source, [EnumeratorCancellation] CancellationToken token)
        {
            await foreach (var job in source.WithCancellation(token).ConfigureAwait(false))
            {
                if (Volatile.Read(ref stop) is not null)
                {
                    yield break;
                }

                yield return job;
            }
        }
    }
}
