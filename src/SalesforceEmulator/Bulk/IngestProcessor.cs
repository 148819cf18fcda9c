using SalesforceEmulator.Endpoints;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <summary>Starts ingest jobs, and takes them up again after a restart.</summary>
internal sealed class IngestProcessor(Site site) : IAsyncDisposable
{
    private readonly BackgroundWork work = new();

    /// <exception cref="OrgRequestException">Not open, or nothing was uploaded.</exception>
    public void Start(BulkJob job)
    {
        site.Jobs.Change(job, j =>
        {
            if (j.State != JobState.Open)
            {
                throw new OrgRequestException(400, "INVALIDJOBSTATE", $"UploadComplete is possible only for an open job; the state is {j.State}");
            }

            if (j.UploadedBytes is null)
            {
                throw new OrgRequestException(400, "INVALIDJOBSTATE", "The job has no content");
            }

            j.State = JobState.UploadComplete;
        });
        job.Processing = work.Start(stop => ProcessAsync(job, stop));
    }

    /// <summary>
    /// A job that was stopped in good order goes on where it stood. One that was interrupted fails: rows after its last saved position may or
    /// may not have been committed, and are told as unprocessed.
    /// </summary>
    public void Resume()
    {
        foreach (var job in site.Jobs.All.Where(j => j.Kind == JobKind.Ingest))
        {
            if (job is { State: JobState.InProgress, Paused: false })
            {
                site.Jobs.Change(job, j =>
                {
                    j.State = JobState.Failed;
                    j.ErrorMessage = "InternalServerError : The job was interrupted";
                });
            }
            else if (job.State is JobState.UploadComplete or JobState.InProgress)
            {
                job.Processing = work.Start(stop => ProcessAsync(job, stop));
            }
        }
    }

    public ValueTask DisposeAsync() => work.DisposeAsync();

    private async Task ProcessAsync(BulkJob job, CancellationToken stop)
    {
        try
        {
            await new IngestRun(site, job).RunAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while it waited its turn; the job file says so.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            site.Jobs.Change(job, j =>
            {
                j.State = JobState.Failed;
                j.ErrorMessage = $"Unknown : {e.Message}";
            });
        }
    }
}
