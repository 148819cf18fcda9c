using DataMigrator.Mapping.Compiling;
using DataMigrator.Mapping.Format;
using DataMigrator.Mapping.Lookups;
using Salesforce.Force.Rest;

namespace DataMigrator.Mapping;

/// <summary>A mapping file, read but not yet held against any org.</summary>
internal sealed class MappingFile
{
    private readonly MappingDocument? document;

    private MappingFile(string path, MappingDocument? document, IReadOnlyList<MappingDiagnostic> diagnostics)
    {
        Path = path;
        this.document = document;
        Diagnostics = diagnostics;
    }

    /// <summary>As given.</summary>
    public string Path { get; }

    /// <summary>What reading it found; compiling adds to these.</summary>
    public IReadOnlyList<MappingDiagnostic> Diagnostics { get; }

    /// <summary>The source object that it names, <c>Task</c> unless it says otherwise: describe this before compiling.</summary>
    public string SourceObject => document?.First("source", "object")?.Text ?? "Task";

    /// <summary>The target object, <c>VoiceCall</c>.</summary>
    public string TargetObject => document?.First("target", "object")?.Text ?? "VoiceCall";

    /// <summary>The objects that its lookups name: describe these too, so that their fields can be checked.</summary>
    public IReadOnlyList<LookupObject> LookupObjects => document is null ? [] : LookupCompiler.Objects(document);

    /// <summary>The layers, for presets and documentation; null if the file could not be read.</summary>
    internal MappingDocument? Document => document;

    /// <summary>Reads the file and all it includes. Never throws for what is in the files.</summary>
    /// <param name="path">Of the YAML file.</param>
    /// <param name="shippedFolder">Where shipped mappings and presets are; null = <c>mappings</c> beside the program.</param>
    public static MappingFile Load(string path, string? shippedFolder = null)
    {
        var diagnostics = new DiagnosticBag();
        var loader = new MappingLoader(shippedFolder ?? System.IO.Path.Combine(AppContext.BaseDirectory, "mappings"), diagnostics);
        var document = loader.Load(path);
        CheckObjects(document, diagnostics);
        return new MappingFile(path, document, diagnostics.All);
    }

    // Before an org is asked for them: what is no name can't be asked for.
    private static void CheckObjects(MappingDocument? document, DiagnosticBag diagnostics)
    {
        foreach (var root in document?.Layers.Select(l => l.Root) ?? [])
        {
            var lookups = root["lookups"]?.Entries.Select(e => e.Value["object"]) ?? [];
            foreach (var name in lookups.Append(root["source"]?["object"]).Append(root["target"]?["object"]).OfType<YamlNode>().Where(n => !SoqlLiteral.IsName(n.Text.TrimEnd('?'))))
            {
                diagnostics.Error(name, $"The API name of an object is expected here, such as Task or Call_Log__c, found {name.Describe()}.");
            }
        }
    }

    // As a reader meets them: file by file, from top to bottom.
    private static IReadOnlyList<MappingDiagnostic> InOrder(IReadOnlyList<MappingDiagnostic> found)
    {
        var files = found.Select(d => d.File).Distinct(StringComparer.Ordinal).ToList();
        return [.. found.OrderBy(d => files.IndexOf(d.File)).ThenBy(d => d.Line).ThenBy(d => d.Column)];
    }

    /// <summary>Checks it against both orgs and makes it ready to run; every problem at once.</summary>
    /// <param name="lookups">Describes of <see cref="LookupObjects"/>; null: their fields are not checked.</param>
    public MappingCompilation Compile(SObjectDescribe source, SObjectDescribe target, MigrationSettings settings, LookupDescribes? lookups = null)
    {
        var diagnostics = new DiagnosticBag();
        diagnostics.AddRange(Diagnostics);
        if (document is null)
        {
            return new MappingCompilation(null, diagnostics.All);
        }

        var mapping = new MappingCompiler(document, source, target, lookups ?? LookupDescribes.None, settings, diagnostics).Compile();
        return new MappingCompilation(mapping, InOrder(diagnostics.All));
    }
}
