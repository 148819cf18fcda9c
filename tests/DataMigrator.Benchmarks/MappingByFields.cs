using System.Text;
using BenchmarkDotNet.Attributes;
using DataMigrator.Mapping;
using DataMigrator.Mapping.Lookups;
using DataMigrator.Staging;
using DataMigrator.Tests.Mapping;

namespace DataMigrator.Benchmarks;

/// <summary>
/// The mapper alone, per row: rows of a package with fields for times and numbers, where nothing has to be found in a text. What unpacking and writing cost
/// is in <see cref="StagingAndMapping"/>.
/// </summary>
[MemoryDiagnoser]
public class MappingByFields
{
    private readonly ICompiledMapping mapping = Compile();
    private readonly List<(byte[] Values, int[] Ends)> rows = [];
    private ICallMapper mapper = null!;
    private CallBuffer call = null!;

    [GlobalSetup]
    public void Setup()
    {
        mapper = mapping.CreateMapper(new LookupTablesBuilder(mapping.Lookups).Build());
        call = new CallBuffer(mapping.TargetFields.Count);
        for (var row = 0; row < SampleCalls.Rows; row++)
        {
            var values = new List<byte>();
            var ends = mapping.SourceFields.Select(field =>
            {
                values.AddRange(Encoding.UTF8.GetBytes(Value(field, row)));
                return values.Count;
            }).ToArray();
            rows.Add(([.. values], ends));
        }

        if (Map() != SampleCalls.Rows)
        {
            throw new InvalidOperationException("All rows should become calls.");
        }
    }

    [Benchmark(OperationsPerInvoke = SampleCalls.Rows)]
    public int Map()
    {
        var calls = 0;
        foreach (var (values, ends) in rows)
        {
            calls += mapper.Map(new TaskRow(values, ends), call).Door == TaskDoor.Mapped ? 1 : 0;
        }

        return calls;
    }

    private static string Value(string field, int row) => field switch
    {
        "rcsfl__call_start_time__c" => SampleCalls.Instant(row),
        "rcsfl__call_end_time__c" => SampleCalls.Instant(row + 5),
        "rcsfl__from_number__c" => FormattableString.Invariant($"+1212555{row % 10_000:D4}"),
        "rcsfl__to_number__c" => FormattableString.Invariant($"+1415555{row * 7 % 10_000:D4}"),
        "rcsfl__CALL_UUID__c" => FormattableString.Invariant($"4f2c7a0e-1111-4222-8333-{row:x12}"),
        "rcsfl__RC_Logging_Type__c" => "call",
        "Subject" => "Call",
        "Description" or "CallObject" => string.Empty,
        _ => SampleCalls.Value(field, row),
    };

    private static ICompiledMapping Compile()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "mappings");
        var source = Describes.Task(
            "rcsfl__call_start_time__c", "rcsfl__call_end_time__c", "rcsfl__from_number__c", "rcsfl__to_number__c", "rcsfl__CALL_UUID__c", "rcsfl__CALL_UNIQUE_ID__c", "rcsfl__RC_Logging_Type__c");
        var compilation = MappingFile.Load(Path.Combine(folder, "task-to-voicecall.yaml"), folder).Compile(source, Describes.DeployedVoiceCall(), new MigrationSettings());
        return compilation.Mapping ?? throw new InvalidOperationException(string.Join('\n', compilation.Diagnostics));
    }
}
