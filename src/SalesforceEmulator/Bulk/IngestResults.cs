using System.Buffers;
using System.Text;
using SalesforceEmulator.Endpoints;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <summary>The three result files.</summary>
internal static class IngestResults
{
    public static byte[] Prefix(string file, byte delimiter) =>
        Encoding.ASCII.GetBytes($"\"sf__Id\"{(char)delimiter}\"{(file == IngestFiles.Successful ? "sf__Created" : "sf__Error")}\"{(char)delimiter}");

    public static async Task SendAsync(ApiCall call, string file)
    {
        var job = await RequireOverAsync(call);
        call.Http.Response.ContentType = "text/csv";
        var path = call.Site.Jobs.PathOf(job, file);
        if (File.Exists(path))
        {
            await CopyAsync(call, path, 0, long.MaxValue);
            return;
        }

        // No row was reached: the header alone.
        call.Http.Response.BodyWriter.Write(Prefix(file, job.Delimiter.Byte()));
        await SendHeaderAsync(call, job);
    }

    public static async Task SendUnprocessedAsync(ApiCall call)
    {
        var job = await RequireOverAsync(call);
        call.Http.Response.ContentType = "text/csv";
        await SendHeaderAsync(call, job);
        if (job.State != JobState.JobComplete && job.UploadedBytes is { } size && job.Position < size)
        {
            await CopyAsync(call, call.Site.Jobs.PathOf(job, IngestFiles.Upload), Math.Max(job.Position, await HeaderEndAsync(call, job)), long.MaxValue);
        }
    }

    private static async Task<BulkJob> RequireOverAsync(ApiCall call)
    {
        var job = JobEndpoints.Require(call, JobKind.Ingest);
        if (!job.IsOver)
        {
            throw new OrgRequestException(400, "INVALIDJOBSTATE", $"Results are available only when the job is over; its state is {job.State}");
        }

        // An aborted job is over at once, but its last chunk may still be on its way into the files.
        await job.Processing.WaitAsync(call.Aborted);
        return job;
    }

    private static async Task SendHeaderAsync(ApiCall call, BulkJob job)
    {
        if (job.UploadedBytes is not null)
        {
            await CopyAsync(call, call.Site.Jobs.PathOf(job, IngestFiles.Upload), 0, await HeaderEndAsync(call, job));
        }
    }

    private static async Task<long> HeaderEndAsync(ApiCall call, BulkJob job)
    {
        var upload = OpenRead(call.Site.Jobs.PathOf(job, IngestFiles.Upload));
        await using (upload.ConfigureAwait(false))
        {
            using var scanner = new CsvScanner(upload, job.Delimiter.Byte(), job.Crlf, 0);
            await scanner.ReadAsync(new RowBuffer(), call.Aborted);
            return scanner.Position;
        }
    }

    private static async Task CopyAsync(ApiCall call, string path, long from, long to)
    {
        var file = OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            file.Position = from;
            var left = Math.Min(file.Length, to) - from;
            var writer = call.Http.Response.BodyWriter;
            while (left > 0)
            {
                var memory = writer.GetMemory(64 * 1024);
                var read = await file.ReadAsync(memory[..(int)Math.Min(memory.Length, left)], call.Aborted);
                if (read == 0)
                {
                    break;
                }

                writer.Advance(read);
                left -= read;
                await writer.FlushAsync(call.Aborted);
            }
        }
    }

    public static FileStream OpenRead(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        BufferSize = 0,
    });
}
