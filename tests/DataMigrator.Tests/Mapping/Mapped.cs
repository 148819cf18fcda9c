using System.Text;
using DataMigrator.Mapping;
using DataMigrator.Mapping.Lookups;
using DataMigrator.Staging;
using Salesforce.Force.Rest;

namespace DataMigrator.Tests.Mapping;

/// <summary>A mapping held against an org, and rows through it: fields by name, outcome as text.</summary>
internal sealed class Mapped
{
    private readonly ICompiledMapping mapping;
    private readonly Dictionary<(string Lookup, string Key), string[]> records = [];

    private Mapped(ICompiledMapping mapping) => this.mapping = mapping;

    public ICompiledMapping Mapping => mapping;

    public static string ShippedFolder { get; } = Path.Combine(Checkout.Root, "mappings");

    /// <summary>The default mapping.</summary>
    public static Mapped Default(SObjectDescribe? source = null, SObjectDescribe? target = null) =>
        Of(MappingFile.Load(Path.Combine(ShippedFolder, "task-to-voicecall.yaml"), ShippedFolder), source, target);

    /// <summary>A mapping written in the test, in a folder of its own.</summary>
    public static Mapped Text(string yaml, SObjectDescribe? source = null, SObjectDescribe? target = null) => Of(Load(yaml), source, target);

    public static IReadOnlyList<MappingDiagnostic> Problems(string yaml, SObjectDescribe? source = null, SObjectDescribe? target = null) =>
        Load(yaml).Compile(source ?? Describes.Task(), target ?? Describes.VoiceCall(), new MigrationSettings()).Diagnostics;

    public static MappingFile Load(string yaml, params (string Name, string Text)[] others)
    {
        var folder = Directory.CreateTempSubdirectory("mapping").FullName;
        foreach (var (name, text) in others)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        var path = Path.Combine(folder, "test.yaml");
        File.WriteAllText(path, yaml);
        try
        {
            return MappingFile.Load(path, ShippedFolder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static Mapped Of(MappingFile file, SObjectDescribe? source = null, SObjectDescribe? target = null, LookupDescribes? lookups = null)
    {
        var compiled = file.Compile(source ?? Describes.Task(), target ?? Describes.DeployedVoiceCall(), new MigrationSettings(), lookups);
        Assert.That(compiled.Diagnostics.Where(d => d.Level == DiagnosticLevel.Error), Is.Empty);
        return new Mapped(compiled.Mapping!);
    }

    /// <summary>Adds a looked-up record by field names; fields that the mapping doesn't read are ignored.</summary>
    public Mapped With(string lookup, string key, params (string Field, string Value)[] values)
    {
        var spec = mapping.Lookups.FirstOrDefault(l => l.Name == lookup);
        if (spec is not null)
        {
            records[(lookup, key)] = [.. spec.ValueFields.Select(f => values.FirstOrDefault(v => v.Field == f).Value ?? string.Empty)];
        }

        return this;
    }

    public Result Map(params (string Field, string Value)[] values)
    {
        var builder = new LookupTablesBuilder(mapping.Lookups);
        foreach (var ((lookup, key), record) in records)
        {
            builder.Add(mapping.Lookups.ToList().FindIndex(l => l.Name == lookup), Encoding.UTF8.GetBytes(key), JsonRow(record));
        }

        var call = new CallBuffer(mapping.TargetFields.Count);
        var outcome = mapping.CreateMapper(builder.Build()).Map(Rows.Of(mapping, values, out _, out _), call);
        return new Result(mapping, outcome, call);
    }

    private static byte[] JsonRow(string[] values) => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(values.Select(v => v.Length == 0 ? null : v));

    internal sealed record Result(ICompiledMapping Mapping, MapOutcome Outcome, CallBuffer Call)
    {
        /// <summary>Value of a target field; null if null or not mapped.</summary>
        public string? this[string field]
        {
            get
            {
                var at = Mapping.TargetFields.ToList().FindIndex(f => f.Name == field);
                Assert.That(at, Is.GreaterThanOrEqualTo(0), $"{field} is no field of this mapping");
                return Call.IsNull(at) ? null : Encoding.UTF8.GetString(Call[at]);
            }
        }

        public string Door => Outcome.Door == TaskDoor.Mapped ? "mapped" : $"{Outcome.Door}: {Outcome.Reason!.Field}: {Outcome.Reason.Text}";
    }
}

internal static class Rows
{
    /// <summary>A row with these values in the mapping's column order; Id and the like have usual values unless given.</summary>
    public static TaskRow Of(ICompiledMapping mapping, (string Field, string Value)[] values, out byte[] bytes, out int[] ends)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Id"] = "00T000000000001EAA", ["IsDeleted"] = "false", ["IsRecurrence"] = "false", ["IsClosed"] = "true", ["TaskSubtype"] = "Call",
            ["CreatedDate"] = "2024-03-05T10:00:00.000Z", ["OwnerId"] = "005000000000001AAA", ["CreatedById"] = "005000000000001AAA",
        };
        foreach (var (field, value) in values)
        {
            all[field] = value;
        }

        var buffer = new List<byte>();
        ends = new int[mapping.SourceFields.Count];
        for (var i = 0; i < ends.Length; i++)
        {
            buffer.AddRange(Encoding.UTF8.GetBytes(all.GetValueOrDefault(mapping.SourceFields[i], string.Empty)));
            ends[i] = buffer.Count;
        }

        bytes = [.. buffer];
        return new TaskRow(bytes, ends);
    }
}
