using System.Text.RegularExpressions;
using DataMigrator.Mapping.Format;
using Salesforce.Force.Rest;

namespace DataMigrator.Mapping.Presets;

/// <summary>A shipped preset: what <c>mapping presets</c> lists.</summary>
/// <param name="File">Path relative to the folder of shipped mappings, as <c>presets:</c> takes it.</param>
/// <param name="Sources">Where the facts in it are from.</param>
/// <param name="SourceObject">Object it reads; <c>Task</c> for nearly all.</param>
internal sealed record PresetInfo(
    string Name, string File, string? Vendor, string? Description, IReadOnlyList<string> Sources, string SourceObject,
    IReadOnlyList<PresetSlot> Slots, PresetMarks Marks);

/// <summary>By what a preset is found to fit. Fields and objects may end in <c>*</c>; subjects and call objects are regexes on rows.</summary>
internal sealed record PresetMarks(IReadOnlyList<string> Fields, IReadOnlyList<string> Objects, IReadOnlyList<string> Subjects, IReadOnlyList<string> CallObjects);

/// <summary>A field that each customer names differently.</summary>
/// <param name="UsualField">The name it mostly has; null if there is none.</param>
internal sealed record PresetSlot(string Name, string? Description, string? UsualField);

/// <summary>A preset that fits an org, and what shows it.</summary>
internal sealed record PresetMatch(PresetInfo Preset, IReadOnlyList<string> Evidence);

/// <summary>The presets in a folder of mappings.</summary>
internal static class PresetCatalog
{
    /// <summary>All presets, by name; files that can't be read are in the diagnostics.</summary>
    /// <param name="shippedFolder">Null = <c>mappings</c> beside the program.</param>
    public static (IReadOnlyList<PresetInfo> Presets, IReadOnlyList<MappingDiagnostic> Diagnostics) List(string? shippedFolder = null)
    {
        var folder = shippedFolder ?? Path.Combine(AppContext.BaseDirectory, "mappings");
        var diagnostics = new DiagnosticBag();
        var presets = new List<PresetInfo>();
        var presetFolder = Path.Combine(folder, "presets");
        string[] files = Directory.Exists(presetFolder) ? Directory.GetFiles(presetFolder, "*.yaml") : [];
        foreach (var path in files.Order(StringComparer.Ordinal))
        {
            var shown = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (YamlReader.Read(shown, File.ReadAllText(path), diagnostics) is { Kind: YamlKind.Mapping } root)
            {
                presets.Add(Read(shown, root));
            }
        }

        return (presets, diagnostics.All);
    }

    /// <summary>Those whose marks the org has: fields of Task, objects (a <c>*</c> at the end stands for anything), or how rows look.</summary>
    /// <param name="objects">API names of the org's objects (describe global).</param>
    /// <param name="samples">Subject and CallObject of some rows; null = the describe alone decides.</param>
    public static IReadOnlyList<PresetMatch> Detect(
        IReadOnlyList<PresetInfo> presets, SObjectDescribe source, IReadOnlyCollection<string> objects, IReadOnlyCollection<(string Subject, string CallObject)>? samples = null)
    {
        samples ??= [];
        var fields = source.Fields.Select(f => f.Name).ToList();
        return [.. presets
            .Select(p => new PresetMatch(p,
            [
                .. Hits(p.Marks.Fields, fields).Select(f => $"field {source.Name}.{f}"),
                .. Hits(p.Marks.Objects, objects).Select(o => $"object {o}"),
                .. Rows("Subject", p.Marks.Subjects, samples.Select(s => s.Subject)),
                .. Rows("CallObject", p.Marks.CallObjects, samples.Select(s => s.CallObject)),
            ]))
            .Where(m => m.Evidence.Count > 0)
            .OrderByDescending(m => m.Evidence.Count)];
    }

    private static IEnumerable<string> Hits(IReadOnlyList<string> marks, IReadOnlyCollection<string> names) =>
        names.Where(name => marks.Any(mark => mark.EndsWith('*')
            ? name.StartsWith(mark[..^1], StringComparison.OrdinalIgnoreCase)
            : string.Equals(name, mark, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<string> Rows(string field, IReadOnlyList<string> patterns, IEnumerable<string> values)
    {
        foreach (var pattern in patterns)
        {
            var regex = new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            if (values.Count(v => regex.IsMatch(v)) is > 0 and var count)
            {
                yield return $"{field} of {count} sampled rows";
            }
        }
    }

    private static PresetInfo Read(string file, YamlNode root) => new(
        root["name"]?.Text ?? Path.GetFileNameWithoutExtension(file),
        file,
        root["vendor"]?.Text,
        root["description"]?.Text,
        Texts(root["sources"]),
        root["source"]?["object"]?.Text ?? "Task",
        [.. (root["slots"]?.Entries ?? []).Select(e => new PresetSlot(e.Key.Text, e.Value["description"]?.Text, (e.Value.IsScalar ? e.Value : e.Value["field"])?.Text.TrimEnd('?')))],
        new PresetMarks(
            Texts(root["detect"]?["fields"]), Texts(root["detect"]?["objects"]), Texts(root["detect"]?["subjects"]), Texts(root["detect"]?["callObjects"])));

    private static IReadOnlyList<string> Texts(YamlNode? node) => [.. node?.AsList().Select(n => n.Text) ?? []];
}
