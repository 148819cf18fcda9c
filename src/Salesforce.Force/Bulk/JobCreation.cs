using Salesforce.Force.Diagnostics;
using Salesforce.Force.Resilience;

namespace Salesforce.Force.Bulk;

/// <summary>
/// Creates jobs one after the other. If an answer is lost, the org's list shows whether the job is there: created since (by the org's clock), of the same
/// shape, by this user, and not one that this client was already given. Two or more that fit can't be told apart and are left alone.
/// </summary>
internal sealed class JobCreation(JobEndpoint jobs, RequestStatistics statistics, Func<string?> userId) : IDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    /// <param name="settle">What to do with the orphan: return it to adopt it, or null once it is out of the way.</param>
    public async Task<BulkJob> CreateAsync(
        ReadOnlyMemory<byte> body, Func<BulkJob, bool> sameShape, Func<BulkJob, CancellationToken, Task<BulkJob?>> settle, CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var before = jobs.Options.TimeProvider.GetUtcNow();
            var job = await Effect.RunAsync(
                token => jobs.PostAsync(body, token), token => AskAsync(before, sameShape, settle, token), jobs.Options.Resilience, jobs.Options.TimeProvider, cancellationToken)
                .ConfigureAwait(false);
            known.Add(job.Id);
            return job;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    private async Task<BulkJob?> AskAsync(
        DateTimeOffset before, Func<BulkJob, bool> sameShape, Func<BulkJob, CancellationToken, Task<BulkJob?>> settle, CancellationToken cancellationToken)
    {
        var fitting = new List<BulkJob>();
        await foreach (var job in jobs.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (sameShape(job) && !known.Contains(job.Id) && IsOurs(job))
            {
                fitting.Add(job);
            }
        }

        // The list's own Date header has told the org's clock by now, in whole seconds.
        fitting.RemoveAll(job => job.CreatedDate < before + statistics.ClockSkew - TimeSpan.FromSeconds(1));

        return fitting is [var orphan] ? await settle(orphan, cancellationToken).ConfigureAwait(false) : null;
    }

    // Ids come with 15 or 18 characters; the first 15 are the id.
    private bool IsOurs(BulkJob job) =>
        job.CreatedById is not { Length: >= 15 } creator || userId() is not { Length: >= 15 } user || creator.AsSpan(0, 15).SequenceEqual(user.AsSpan(0, 15));
}
