using System.Runtime.CompilerServices;
using System.Text;
using Salesforce.Force.Errors;
using Salesforce.Force.Http;
using Salesforce.Force.Resilience;

namespace Salesforce.Force.Bulk;

/// <summary>What <c>/jobs/query</c> and <c>/jobs/ingest</c> have in common.</summary>
/// <param name="name"><c>query</c> or <c>ingest</c>.</param>
/// <param name="jobType"><c>V2Query</c> or <c>V2Ingest</c>.</param>
internal sealed class JobEndpoint(ForceHttp http, ForceClientOptions options, string name, string jobType)
{
    private readonly string root = $"services/data/v{options.ApiVersion}/jobs/{name}";

    public ForceHttp Http => http;

    public ForceClientOptions Options => options;

    /// <summary>Path of a job; its id is checked, since it becomes part of a URL.</summary>
    public string Path(string jobId) => $"{root}/{Id(jobId)}";

    /// <summary>As that of an id, but in the version that created the job: results of another version are refused with 409.</summary>
    public string Path(BulkJob job) =>
        job.ApiVersion.Length == 0 ? Path(job.Id) : $"services/data/v{job.ApiVersion}/jobs/{name}/{Id(job.Id)}";

    public string Operation(string verb) => $"bulk.{name}.{verb}";

    public Task<BulkJob> PostAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => http.JsonAsync(
        new ForceRequest(Operation("create"), HttpMethod.Post, root, RequestKind.Once) { Content = () => Json(body) }, BulkJobJson.Parse, cancellationToken);

    public Task<BulkJob> GetAsync(string jobId, CancellationToken cancellationToken) => http.JsonAsync(
        new ForceRequest(Operation("get"), HttpMethod.Get, Path(jobId), RequestKind.Repeatable), BulkJobJson.Parse, cancellationToken);

    /// <summary>
    /// PATCHes the state. After a lost answer, and after a refusal, the job itself says whether it is where we want it.
    /// </summary>
    /// <param name="arrived">True for a job in or past the wanted state.</param>
    public Task<BulkJob> SetStateAsync(string jobId, string state, Func<BulkJob, bool> arrived, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"state":"{{state}}"}""");
        var request = new ForceRequest(Operation("state"), HttpMethod.Patch, Path(jobId), RequestKind.Once) { Content = () => Json(body) };
        return Effect.RunAsync(PatchAsync, LookAsync, options.Resilience, options.TimeProvider, cancellationToken);

        async Task<BulkJob> PatchAsync(CancellationToken token)
        {
            try
            {
                await http.JsonAsync(request, static _ => true, token).ConfigureAwait(false);
            }
            catch (ForceException e) when (e is { IsAmbiguous: false, IsTransient: false, HttpStatus: >= 400 and not (401 or 403 or 404) and < 500 })
            {
                if (await LookAsync(token).ConfigureAwait(false) is { } there)
                {
                    return there;
                }

                throw;
            }

            // The answer to PATCH is a short form without counters: read the whole.
            return await GetAsync(jobId, token).ConfigureAwait(false);
        }

        async Task<BulkJob?> LookAsync(CancellationToken token) =>
            await GetAsync(jobId, token).ConfigureAwait(false) is var job && arrived(job) ? job : null;
    }

    public async Task<BulkJob> WaitAsync(string jobId, IProgress<BulkJob>? progress, CancellationToken cancellationToken)
    {
        var time = options.TimeProvider;
        var patience = options.Resilience;
        var started = time.GetTimestamp();
        for (var pause = patience.MinPollInterval; ; pause = Grow(pause, patience.MaxPollInterval))
        {
            var job = await GetAsync(jobId, cancellationToken).ConfigureAwait(false);
            progress?.Report(job);
            if (job.HasEnded)
            {
                return job;
            }

            if (time.GetElapsedTime(started) + pause > patience.JobTimeout)
            {
                throw new ForceException(
                    $"Job {jobId} is still {job.State} after {patience.JobTimeout.TotalHours:0.##} hours. It goes on in the org; wait for it again later.", ForceErrorCodes.Timeout)
                { IsTransient = true };
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task DeleteAsync(string jobId, CancellationToken cancellationToken)
    {
        try
        {
            await http.SendAsync(
                new ForceRequest(Operation("delete"), HttpMethod.Delete, Path(jobId), RequestKind.Repeatable),
                static (_, _) => Task.FromResult(true), cancellationToken).ConfigureAwait(false);
        }
        catch (ForceException e) when (e.HttpStatus == 404)
        {
            // Gone is what was asked for; a repeated DELETE whose first answer was lost ends here too.
        }
    }

    public async IAsyncEnumerable<BulkJob> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? locator = null;
        do
        {
            var path = $"{root}?jobType={jobType}" + (locator is null ? string.Empty : "&queryLocator=" + Uri.EscapeDataString(locator));
            var page = await http.JsonAsync(new ForceRequest(Operation("list"), HttpMethod.Get, path, RequestKind.Repeatable), BulkJobJson.ParseList, cancellationToken)
                .ConfigureAwait(false);
            foreach (var job in page.Jobs)
            {
                yield return job;
            }

            // The guide's own nextRecordsUrl of a query list points at /jobs/ingest: the locator is what counts.
            var next = page.Next is null ? null : Links.Locator(Links.Parameter(page.Next, "queryLocator") ?? Links.Parameter(page.Next, "locator"));
            locator = string.Equals(next, locator, StringComparison.Ordinal) ? null : next;
        }
        while (locator is not null);
    }

    private static TimeSpan Grow(TimeSpan pause, TimeSpan most)
    {
        var next = pause < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : pause * 1.5;
        return next < most ? next : most;
    }

    private static string Id(string jobId) => jobId.Length > 0 && jobId.All(char.IsAsciiLetterOrDigit)
        ? jobId
        : throw new ArgumentException("A job id consists of letters and digits.", nameof(jobId));

    private static ByteArrayContent Json(ReadOnlyMemory<byte> body) =>
        new(body.ToArray()) { Headers = { ContentType = new("application/json", "utf-8") } };
}
