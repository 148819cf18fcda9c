using System.Text;
using SalesforceEmulator.Endpoints;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <summary>One job being processed: batches of 10,000 rows, chunks of 200, results per batch. Memory is that of a batch.</summary>
internal sealed class IngestRun(Site site, BulkJob job)
{
    private const int LongestHeader = 32_000;
    private const int MostColumns = 5_000;
    private readonly byte delimiter = job.Delimiter.Byte();
    private readonly long started = site.Clock.GetTimestamp();
    private readonly long activeBefore = job.ActiveTime;
    private TimeSpan activeTime;

    public async Task RunAsync(CancellationToken stop)
    {
        await Task.Delay(site.Options.JobDelay, site.Clock, stop);
        if (!Change(j =>
        {
            j.State = JobState.InProgress;
            j.Paused = false;
        }))
        {
            return;
        }

        var upload = IngestResults.OpenRead(site.Jobs.PathOf(job, IngestFiles.Upload));
        await using (upload.ConfigureAwait(false))
        {
            var header = await ReadHeaderAsync(upload, stop);
            if (header.Error is not null)
            {
                Fail(header.Error);
                return;
            }

            ISaveBinding binding;
            try
            {
                binding = site.Org.Bind(job.Object, Operation(job.Operation), job.ExternalIdFieldName, header.Columns);
            }
            catch (OrgRequestException e)
            {
                Fail(e.Message.Contains(" : ", StringComparison.Ordinal) ? e.Message : $"InvalidBatch : {e.Message}");
                return;
            }

            var faults = new JobFaults(site.Faults, site.Faults.ForJob(job.Object, job.Operation), header.Columns);
            upload.Position = Math.Max(job.Position, header.End);
            using var scanner = new CsvScanner(upload, delimiter, job.Crlf, upload.Position) { FieldLimit = header.Columns.Count };
            await ProcessAsync(scanner, new IngestChunk(binding, faults, site.Options.IngestChunkSize), header, faults, stop);
        }
    }

    private async Task ProcessAsync(CsvScanner scanner, IngestChunk chunk, Header header, JobFaults faults, CancellationToken stop)
    {
        await using var results = new IngestResultFiles(site, job, header.Raw, header.Columns.Count);
        var batch = (int)(job.Processed / site.Options.IngestBatchSize);
        var more = true;
        while (more)
        {
            if (faults.FailAfter is { } fault && batch >= fault.AfterBatches)
            {
                Fail(fault.Message ?? "TooManyLockFailure : Too many lock failure 200 . Trying again later.");
                return;
            }

            if (!site.Limits.Batches.TryTake(1))
            {
                Fail("ExceededQuota : ApiBatchItems Limit exceeded.");
                return;
            }

            for (var inBatch = 0; inBatch < site.Options.IngestBatchSize && more;)
            {
                var room = Math.Min(site.Options.IngestChunkSize, site.Options.IngestBatchSize - inBatch);
                more = await chunk.FillAsync(scanner, room, CancellationToken.None);
                if (!site.Limits.IngestRows.TryTake(chunk.Count))
                {
                    await results.FlushAsync(batch);
                    Fail("ExceededQuota : DailyBulkApiRows Limit exceeded.");
                    return;
                }

                var at = site.Clock.GetTimestamp();
                chunk.Save(results, delimiter, job.Crlf);
                inBatch += chunk.Count;
                var wrongEnd = chunk.WrongLineEnding;
                Count(chunk, site.Clock.GetElapsedTime(at));
                if (wrongEnd)
                {
                    await results.FlushAsync(batch);
                    Fail(LineEndingError());
                    return;
                }

                if (await InterruptedAsync(results, batch, stop))
                {
                    return;
                }
            }

            await results.FlushAsync(batch++);
            more = more && !await scanner.AtEndAsync(CancellationToken.None);
            Change(_ => { });
        }

        await WaitAsync(stop);
        Change(j =>
        {
            j.State = JobState.JobComplete;
            j.ProcessingTime = Elapsed();
        });
    }

    /// <summary>Aborted by the client, or the org closes: what was saved is told, the rest waits.</summary>
    private async Task<bool> InterruptedAsync(IngestResultFiles results, int batch, CancellationToken stop)
    {
        if (site.Options.ChunkDelay > TimeSpan.Zero)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, job.Aborting.Token);
            await Task.Delay(site.Options.ChunkDelay, site.Clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (job.State == JobState.Aborted)
        {
            await results.FlushAsync(batch);
            return true;
        }

        if (!stop.IsCancellationRequested)
        {
            return false;
        }

        await results.FlushAsync(batch);
        Change(j => j.Paused = true);
        return true;
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        try
        {
            await Task.Delay(site.Options.JobDelay, site.Clock, stop);
        }
        catch (OperationCanceledException)
        {
            // All rows are saved: the job is as good as complete.
        }
    }

    private void Count(IngestChunk chunk, TimeSpan active)
    {
        lock (job.Gate)
        {
            job.Processed += chunk.Count;
            job.Failed += chunk.Failures;
            job.Position = chunk.End;
            activeTime += active;
            job.ActiveTime = activeBefore + (long)activeTime.TotalMilliseconds;
        }
    }

    private void Fail(string message) => Change(j =>
    {
        j.State = JobState.Failed;
        j.ErrorMessage = message;
        j.ProcessingTime = Elapsed();
    });

    private long Elapsed() => (long)Math.Max(1, site.Clock.GetElapsedTime(started).TotalMilliseconds);

    private bool Change(Action<BulkJob> change) => site.Jobs.ChangeUnlessOver(job, change);

    private async Task<Header> ReadHeaderAsync(Stream upload, CancellationToken stop)
    {
        using var scanner = new CsvScanner(upload, delimiter, job.Crlf, 0);
        var row = new RowBuffer();
        if (!await scanner.ReadAsync(row, stop))
        {
            return new Header([], [], 0, "InvalidBatch : The CSV file has no header");
        }

        var columns = new List<string>(row.Count);
        for (var i = 0; i < row.Count; i++)
        {
            columns.Add(Encoding.UTF8.GetString(row[i]));
        }

        var error = scanner.Flaw == RowFlaw.LineEnding ? LineEndingError()
            : Encoding.UTF8.GetCharCount(scanner.Raw) > LongestHeader || columns.Count > MostColumns ? "InvalidBatch : The header row is too long"
            : null;
        return new Header(columns, scanner.Raw.ToArray(), scanner.Position, error);
    }

    private string LineEndingError() => $"ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is {(job.Crlf ? "CRLF" : "LF")}";

    private static SaveOperation Operation(string name) => Enum.Parse<SaveOperation>(name, ignoreCase: true);

    private sealed record Header(IReadOnlyList<string> Columns, byte[] Raw, long End, string? Error);
}
