using System.Threading.Channels;
using DataMigrator.Mapping.Linking;
using DataMigrator.Staging;

namespace DataMigrator.Mapping;

/// <summary>
/// Table chunk → tables task and call. Maps what this mapping state (mapping version and lookups) has not mapped yet; then links the calls. Mapping itself
/// runs on several threads; one writer commits, chunk by whole chunk, so that a kill leaves each chunk mapped or not.
/// </summary>
internal sealed class MappingStage(RunContext run)
{
    /// <summary>Chunks per transaction at most, if so many are waiting: a commit costs about as much as mapping one.</summary>
    private const int ChunksPerCommit = 16;

    private readonly ReasonIds reasons = new();
    private readonly TouchedKeys touched = new();
    private long done;

    /// <summary>Maps what is staged. Lookups must be fetched before.</summary>
    public async Task<MappingResult> RunAsync(CancellationToken cancellationToken)
    {
        using var scope = await MappingScope.OfAsync(run, cancellationToken).ConfigureAwait(false);
        touched.Begin(run.Staging, scope);
        await MapAsync(scope, cancellationToken).ConfigureAwait(false);
        if (run.Mapping.Links is { } rule && !(done == 0 && scope.IsLinked(run.Staging)))
        {
            await new LinkStage(run, rule).RunAsync(touched.Keys, scope.State, cancellationToken).ConfigureAwait(false);
        }

        using (var complete = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false))
        {
            MappingStore.Complete(complete, run.Number);
            complete.Commit();
        }

        var books = MappingBooks.Of(run, scope);
        await SupersededChunks.DropAsync(run, cancellationToken).ConfigureAwait(false);
        return books;
    }

    private async Task MapAsync(MappingScope scope, CancellationToken cancellationToken)
    {
        if (scope.Source(run.Staging) is { } source)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var workers = Math.Max(1, Environment.ProcessorCount - 1);
            var mapped = Channel.CreateBounded<MappedChunk>(new BoundedChannelOptions(2 * ChunksPerCommit) { SingleReader = true });
            var free = Channel.CreateUnbounded<MappedChunk>();
            var ids = new ChunkQueue(run.Staging, scope);
            var mapping = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => WorkAsync(ids, source, mapped.Writer, free.Reader, stop.Token), stop.Token)));
            var ended = mapping.ContinueWith(t => mapped.Writer.Complete(t.Exception?.GetBaseException()), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            try
            {
                await WriteAsync(scope, mapped.Reader, free.Writer, stop.Token).ConfigureAwait(false);
            }
            finally
            {
                await stop.CancelAsync().ConfigureAwait(false);
                await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                ids.Dispose();
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task WorkAsync(ChunkQueue ids, ChunkSource source, ChannelWriter<MappedChunk> mapped, ChannelReader<MappedChunk> free, CancellationToken cancellationToken)
    {
        using var mapper = new ChunkMapper(run.Mapping, run.Mapping.CreateMapper(source.Lookups), source.Fields);
        using var reader = run.Staging.OpenReader();
        using var read = new Statement(reader, "SELECT data FROM chunk WHERE id = ?1");
        while (ids.Next() is { } id)
        {
            var chunk = free.TryRead(out var used) ? used : new MappedChunk();
            var found = read.Integer(1, id).Step();
            if (found)
            {
                mapper.Map(id, read.Text(0), chunk);
            }

            read.Reset();
            if (found)
            {
                await mapped.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task WriteAsync(MappingScope mapping, ChannelReader<MappedChunk> mapped, ChannelWriter<MappedChunk> free, CancellationToken cancellationToken)
    {
        var batch = new List<MappedChunk>();
        while (await mapped.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            using (var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false))
            {
                using (var writer = new CallWriter(scope, run.Number, mapping.State, reasons))
                {
                    while (batch.Count < ChunksPerCommit && mapped.TryRead(out var chunk))
                    {
                        reasons.Ensure(chunk, scope);
                        writer.Write(chunk);
                        touched.Add(chunk);
                        batch.Add(chunk);
                    }
                }

                scope.Commit();
            }

            done += batch.Sum(chunk => chunk.Rows.Count);
            run.Progress.Report(new StageProgress("mapping", done, mapping.Total(run.Staging)));
            foreach (var chunk in batch)
            {
                free.TryWrite(chunk);
            }

            batch.Clear();
        }
    }
}
