using Microsoft.AspNetCore.Http.Features;
using SalesforceEmulator.Authentication;
using SalesforceEmulator.Endpoints;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <summary>Names in a job's folder.</summary>
internal static class IngestFiles
{
    public const string Upload = "upload.csv";
    public const string Successful = "successful.csv";
    public const string Failed = "failed.csv";
}

/// <summary>Takes the one content of a job, straight to its file.</summary>
internal static class IngestUpload
{
    /// <summary>150 MB, measured after base64, which makes four bytes of three.</summary>
    private const long Largest = 150L * 1024 * 1024 / 4 * 3;

    /// <exception cref="OrgRequestException">Wrong state or type, a second content, an empty one, too large.</exception>
    public static async Task ReceiveAsync(ApiCall call, BulkJob job)
    {
        if (call.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        if (call.Http.Request.ContentType is not { } type || !type.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase))
        {
            throw new OrgRequestException(415, "UNSUPPORTED_MEDIA_TYPE", "The content has to be text/csv");
        }

        CheckOpen(job);

        // Into a file of its own first: a body that breaks off leaves the job as it was, and the PUT may come again.
        var file = call.Site.Jobs.PathOf(job, $"{IngestFiles.Upload}.{Guid.NewGuid():N}");
        try
        {
            long size;
            var stream = PrivateFile.Create(file);
            await using (stream.ConfigureAwait(false))
            {
                await call.ReadBodyAsync(stream, Largest);
                size = stream.Length;
            }

            Accept(call.Site, job, file, size);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static void Accept(Site site, BulkJob job, string file, long size)
    {
        if (size == 0)
        {
            throw new OrgRequestException(400, "API_ERROR", "The content of the job is empty");
        }

        site.Jobs.Change(job, j =>
        {
            CheckOpen(j);
            File.Move(file, site.Jobs.PathOf(j, IngestFiles.Upload));
            j.UploadedBytes = size;
        });
    }

    private static void CheckOpen(BulkJob job)
    {
        lock (job.Gate)
        {
            if (job.UploadedBytes is not null)
            {
                throw new OrgRequestException(400, "API_ERROR", $"Found multiple contents for job: <{job.Id}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.");
            }

            if (job.State != JobState.Open)
            {
                throw new OrgRequestException(400, "INVALIDJOBSTATE", $"Content can be added only to an open job; the state is {job.State}");
            }
        }
    }
}
