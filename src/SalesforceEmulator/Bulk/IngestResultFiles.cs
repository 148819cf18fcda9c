using SalesforceEmulator.Authentication;
using SalesforceEmulator.Endpoints;

namespace SalesforceEmulator.Bulk;

/// <summary>The two result files as they grow, batch by batch.</summary>
internal sealed class IngestResultFiles : IAsyncDisposable
{
    private readonly FileStream successful;
    private readonly FileStream failed;
    private readonly int seed;

    public IngestResultFiles(Site site, BulkJob job, byte[] header, int columns)
    {
        Columns = columns;
        seed = site.Options.Seed;
        successful = Open(site.Jobs.PathOf(job, IngestFiles.Successful), IngestFiles.Successful, job, header);
        failed = Open(site.Jobs.PathOf(job, IngestFiles.Failed), IngestFiles.Failed, job, header);
    }

    public int Columns { get; }

    public ResultSheet Successful { get; } = new();

    public ResultSheet Failed { get; } = new();

    public async Task FlushAsync(int batch)
    {
        await Successful.FlushAsync(successful, unchecked((seed * 31) + batch), CancellationToken.None);
        await Failed.FlushAsync(failed, unchecked((seed * 31) + batch), CancellationToken.None);
        await successful.FlushAsync();
        await failed.FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await successful.DisposeAsync();
        await failed.DisposeAsync();
    }

    private static FileStream Open(string path, string name, BulkJob job, byte[] header)
    {
        if (File.Exists(path))
        {
            return new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        }

        var file = PrivateFile.Create(path);
        file.Write(IngestResults.Prefix(name, job.Delimiter.Byte()));
        file.Write(header);
        file.Write(job.Crlf ? "\r\n"u8 : "\n"u8);
        return file;
    }
}
