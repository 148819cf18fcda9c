using System.Text;
using BenchmarkDotNet.Attributes;
using Dapper;
using DataMigrator.Loading;
using DataMigrator.Mapping;
using DataMigrator.Mapping.Lookups;
using DataMigrator.Staging;
using DataMigrator.Target;
using DataMigrator.Tests.Mapping;
using Salesforce.Force.Bulk;

namespace DataMigrator.Benchmarks;

/// <summary>The way of a call to the target and back: CSV of a job, its results, the comparison; per row.</summary>
[MemoryDiagnoser]
public class Loads
{
    private readonly string folder = Directory.CreateTempSubdirectory("bench-").FullName;
    private readonly PayloadValues values = new();
    private readonly CallComparison comparison = new(SampleCalls.Mapping, Describes.DeployedVoiceCall(), new MigrationSettings());
    private readonly List<byte[]> payloads = [];
    private StagingDatabase staging = null!;
    private IngestJob job = null!;
    private byte[] results = [];
    private TargetPage page = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        staging = StagingDatabase.Open(Path.Combine(folder, "staging.db"));
        var columns = SampleCalls.Mapping.TargetFields.Select(field => field.Name).ToList();
        job = new IngestJob(1, 1, IngestOperation.Upsert, 0, columns, SampleCalls.TaskId(0), SampleCalls.TaskId(SampleCalls.Rows), SampleCalls.Rows, null, "planned");
        await StageAsync().ConfigureAwait(false);
        results = Encoding.UTF8.GetBytes("sf__Id,sf__Created," + SampleCalls.Mapping.ExternalIdField + "\n"
            + string.Concat(Enumerable.Range(0, SampleCalls.Rows).Select(row => $"0LQ6g{row:D10}AAA,true,{SampleCalls.TaskId(row)}\n")));
        page = Found();
        if (await WriteCsv().ConfigureAwait(false) != payloads.Count || await JoinResults().ConfigureAwait(false) != SampleCalls.Rows || Compare() != payloads.Count)
        {
            throw new InvalidOperationException("A benchmark does not do what it should.");
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        staging.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Staging → CSV of an ingest job.</summary>
    [Benchmark(OperationsPerInvoke = SampleCalls.Rows)]
    public Task<long> WriteCsv() => new JobContent(staging, SampleCalls.Mapping).WriteAsync(job, Stream.Null, CancellationToken.None);

    /// <summary>Result file → joined by key.</summary>
    [Benchmark(OperationsPerInvoke = SampleCalls.Rows)]
    public async Task<int> JoinResults()
    {
        var buffer = new ResultBuffer();
        await ResultReader.ParseAsync(new MemoryStream(results), IngestResultSet.Successful, SampleCalls.Mapping.ExternalIdField, buffer, CancellationToken.None).ConfigureAwait(false);
        buffer.Sort();
        var (found, hint) = (0, -1);
        for (var row = 0; row < SampleCalls.Rows; row++)
        {
            found += buffer.TryFind(buffer[row].Key, ref hint, out _) ? 1 : 0;
        }

        return found;
    }

    /// <summary>A call as staged ↔ as it is in the target.</summary>
    [Benchmark(OperationsPerInvoke = SampleCalls.Rows)]
    public int Compare()
    {
        var same = 0;
        for (var row = 0; row < payloads.Count; row++)
        {
            Payload.Read(payloads[row], values);
            same += comparison.Compare(values, page[row], default, default) == CallPlan.Unchanged ? 1 : 0;
        }

        return same;
    }

    private async Task StageAsync()
    {
        var staged = await new Extraction.PageStager(SampleCalls.Mapping).StageAsync(SampleCalls.Page(SampleCalls.PageCsv()), CancellationToken.None).ConfigureAwait(false);
        using var mapper = new ChunkMapper(
            SampleCalls.Mapping, SampleCalls.Mapping.CreateMapper(new LookupTablesBuilder(SampleCalls.Mapping.Lookups).Build()), SampleCalls.Mapping.SourceFields);
        using var scope = await staging.WriteAsync(CancellationToken.None).ConfigureAwait(false);
        var reasons = new ReasonIds();
        using (var writer = new CallWriter(scope, run: 1, "bench", reasons))
        {
            foreach (var chunk in staged.Chunks)
            {
                var mapped = new MappedChunk();
                mapper.Map(1, chunk.Data.Span, mapped);
                reasons.Ensure(mapped, scope);
                writer.Write(mapped);
                payloads.AddRange(mapped.Rows.Where(row => row.Door == TaskDoor.Mapped).Select(row => mapped[row.Payload].ToArray()));
            }
        }

        scope.Connection.Execute($"UPDATE call SET plan = {(int)CallPlan.Create}", null, scope.Transaction);
        scope.Commit();
    }

    /// <summary>The target as it is when everything went well.</summary>
    private TargetPage Found()
    {
        var found = new TargetPage(new TargetColumns(SampleCalls.Mapping, Describes.DeployedVoiceCall()), rows: 1);
        foreach (var payload in payloads)
        {
            Payload.Read(payload, values);
            foreach (var name in found.Columns.Names)
            {
                var field = JobRows.IndexOf(SampleCalls.Mapping, name);
                found.Add(field < 0 ? default : values[field]);
            }

            found.EndRow();
        }

        found.Sort();
        return found;
    }
}
