using BenchmarkDotNet.Attributes;
using DataMigrator.Extraction;
using DataMigrator.Mapping;
using DataMigrator.Mapping.Lookups;
using DataMigrator.Staging;

namespace DataMigrator.Benchmarks;

/// <summary>The way of a Task into staging and through the shipped mapping; per row.</summary>
[MemoryDiagnoser]
public class StagingAndMapping
{
    private readonly byte[] csv = SampleCalls.PageCsv();
    private readonly PageStager stager = new(SampleCalls.Mapping);
    private readonly MappedChunk mapped = new();
    private IReadOnlyList<PackedChunk> chunks = [];
    private ChunkMapper mapper = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        chunks = (await stager.StageAsync(SampleCalls.Page(csv), CancellationToken.None).ConfigureAwait(false)).Chunks;
        var lookups = new LookupTablesBuilder(SampleCalls.Mapping.Lookups).Build();
        mapper = new ChunkMapper(SampleCalls.Mapping, SampleCalls.Mapping.CreateMapper(lookups), SampleCalls.Mapping.SourceFields);
        if (Map() < SampleCalls.Rows / 2)
        {
            throw new InvalidOperationException("Most sample rows should become calls.");
        }
    }

    [GlobalCleanup]
    public void Cleanup() => mapper.Dispose();

    /// <summary>Result page → packed chunks.</summary>
    [Benchmark(OperationsPerInvoke = SampleCalls.Rows)]
    public async Task<long> Stage()
    {
        var staged = await stager.StageAsync(SampleCalls.Page(csv), CancellationToken.None).ConfigureAwait(false);
        stager.Release(staged);
        return staged.Rows;
    }

    /// <summary>Packed chunks → calls.</summary>
    [Benchmark(OperationsPerInvoke = SampleCalls.Rows)]
    public int Map()
    {
        var calls = 0;
        foreach (var chunk in chunks)
        {
            mapper.Map(1, chunk.Data.Span, mapped);
            calls += mapped.Rows.Count(row => row.Door == TaskDoor.Mapped);
        }

        return calls;
    }
}
