using System.Globalization;
using System.Text;
using SalesforceEmulator.Endpoints;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <summary>What query and ingest jobs share: information, list, abort, delete.</summary>
internal static class JobEndpoints
{
    private const int ListPage = 1_000;

    public static Task InfoAsync(ApiCall call, JobKind kind)
    {
        var job = Require(call, kind);
        return call.JsonAsync(200, json => JobJson.WriteFull(job, json));
    }

    /// <exception cref="OrgRequestException">404, or 409: a job is bound to the API version that created it.</exception>
    public static BulkJob Require(ApiCall call, JobKind kind)
    {
        var job = call.Site.Jobs.Require(call["id"], kind);
        return job.ApiVersion == call.Version
            ? job
            : throw new OrgRequestException(409, "API_ERROR", $"API version mismatch: the job was created with version {job.ApiVersion}");
    }

    public static Task ListAsync(ApiCall call, JobKind kind)
    {
        var start = call.Query("queryLocator") is { Length: > 0 } locator ? Offset(locator) : 0;
        var jobs = call.Site.Jobs.All.Where(j => j.Kind == kind).ToList();
        var page = jobs.Skip(start).Take(ListPage).ToList();
        var next = start + page.Count;
        return call.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("done", next >= jobs.Count);
            json.WriteStartArray("records");
            foreach (var job in page)
            {
                JobJson.WriteShort(job, json);
            }

            json.WriteEndArray();
            json.WriteString("nextRecordsUrl", next >= jobs.Count ? null : $"{call.VersionPath}/jobs/{(kind == JobKind.Query ? "query" : "ingest")}?queryLocator={Locator(next)}");
            json.WriteEndObject();
        });
    }

    public static Task DeleteAsync(ApiCall call, JobKind kind)
    {
        var job = Require(call, kind);
        lock (job.Gate)
        {
            // The guide lets an ingest job that waits be deleted, a query job not.
            if (!job.IsOver && !(kind == JobKind.Ingest && job.State == JobState.UploadComplete))
            {
                throw new OrgRequestException(400, "API_ERROR", "Error encountered when deleting the job because the job is not terminated");
            }

            job.State = job.IsOver ? job.State : JobState.Aborted;
        }

        call.Site.QueryJobs.Forget(job);
        call.Site.Jobs.Remove(job);
        return call.EmptyAsync(204);
    }

    public static void Abort(ApiCall call, BulkJob job)
    {
        call.Site.Jobs.Change(job, j =>
        {
            if (j.IsOver)
            {
                throw new OrgRequestException(400, "INVALIDJOBSTATE", $"Aborting already {(j.State == JobState.JobComplete ? "Completed" : j.State)} Job not allowed");
            }

            j.State = JobState.Aborted;
        });
        job.Aborting.Cancel();
    }

    /// <summary>An offset as Salesforce's own examples write it: base64 of its digits, without padding.</summary>
    public static string Locator(int offset) => Convert.ToBase64String(Encoding.ASCII.GetBytes(offset.ToString(CultureInfo.InvariantCulture))).TrimEnd('=');

    /// <exception cref="OrgRequestException">Not a locator of ours.</exception>
    public static int Offset(string locator)
    {
        Span<byte> digits = stackalloc byte[16];
        return locator.Length <= 16
            && Convert.TryFromBase64String(locator.PadRight((locator.Length + 3) / 4 * 4, '='), digits, out var length)
            && int.TryParse(digits[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
                ? offset
                : throw new OrgRequestException(400, "INVALID_QUERY_LOCATOR", $"Invalid locator: {locator}");
    }
}
