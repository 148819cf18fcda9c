using System.Collections.Concurrent;
using CsvHelper;
using DataMigrator.Mapping;
using DataMigrator.Staging;
using Salesforce.Force.Bulk;

namespace DataMigrator.Extraction;

/// <summary>Turns one result page into chunks, in memory: compressed, some megabytes for 50,000 rows. Nothing is kept until the page came whole.</summary>
internal sealed class PageStager(ICompiledMapping mapping)
{
    private static readonly CsvReaderOptions Options = new() { Separator = ',', IncludeValuesInExceptions = false };

    /// <summary>As many as pages were under way at once. A page's chunks and keys are megabytes that the garbage collector would let lie about.</summary>
    private readonly ConcurrentBag<PageBuffers> free = [];

    /// <summary>Reads the page to its end. May be called for several pages at once, and again for a page that was cut.</summary>
    /// <exception cref="OperatorException">The org left out a column that was asked for.</exception>
    public async Task<StagedPage> StageAsync(ResultPage page, CancellationToken cancellationToken)
    {
        var counted = new CountingStream(page.Content);
        var reader = CsvReader.Create(counted, Options, leaveOpen: true);
        await using (reader.ConfigureAwait(false))
        {
            var buffers = free.TryTake(out var used) ? used : new PageBuffers(new ChunkWriter(), new ReferencedKeys(mapping), new TaskGroups(mapping.SourceFields));
            buffers.Clear();
            var staged = new Staged(mapping, buffers);
            await reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                staged.Add(reader);
            }

            return new StagedPage(buffers.Chunks.Complete(), buffers.Keys, buffers.Groups.Pack(), staged.Rows, counted.Bytes, buffers);
        }
    }

    /// <summary>Gives a page's buffers to later ones: once it is committed.</summary>
    public void Release(StagedPage page) => free.Add(page.Buffers);

    private sealed class Staged(ICompiledMapping mapping, PageBuffers buffers)
    {
        private readonly RecordBuffer record = new(mapping.SourceFields.Count);
        private int[]? positions;

        public long Rows { get; private set; }

        public void Add(CsvReader reader)
        {
            positions ??= [.. mapping.SourceFields.Select(name => Position(reader.Headers, name))];
            record.Clear();
            foreach (var position in positions)
            {
                var value = reader.GetSpan(position);
                record.Add(value);
                buffers.Chunks.Append(value);
            }

            buffers.Chunks.EndRecord();
            buffers.Keys.Collect(record);
            buffers.Groups.Add(record);
            Rows++;
        }

        private static int Position(IReadOnlyList<string> headers, string name)
        {
            for (var i = 0; i < headers.Count; i++)
            {
                if (string.Equals(headers[i], name, StringComparison.OrdinalIgnoreCase))
                {
                    return i;
                }
            }

            throw new OperatorException($"The org's result has no column {name}: it has {string.Join(", ", headers)}.");
        }
    }
}

/// <summary>One page, ready to be committed.</summary>
/// <param name="Groups">See <see cref="TaskGroups.Pack"/>.</param>
/// <param name="Bytes">CSV as it came, decompressed.</param>
/// <param name="Buffers">What the chunks and keys lie in.</param>
internal sealed record StagedPage(IReadOnlyList<PackedChunk> Chunks, ReferencedKeys Keys, ReadOnlyMemory<byte>? Groups, long Rows, long Bytes, PageBuffers Buffers);

/// <summary>What one page is staged in; used for page after page.</summary>
internal sealed record PageBuffers(ChunkWriter Chunks, ReferencedKeys Keys, TaskGroups Groups)
{
    public void Clear()
    {
        Chunks.Clear();
        Keys.Clear();
        Groups.Clear();
    }
}
