using DataMigrator.Mapping.Format;
using Salesforce.Force.Rest;

namespace DataMigrator.Mapping.Compiling;

/// <summary>Which of the presets that a mapping includes "in case" are about an org at all, told from the source's fields.</summary>
internal static class PresetFit
{
    /// <summary>Whether the org has one of the fields by which the preset is detected.</summary>
    public static bool ShowsIn(SObjectDescribe source, MappingLayer layer) => Marks(layer, "fields") is { Count: > 0 } marks
        && source.Fields.Any(field => marks.Exists(mark => mark.EndsWith('*')
            ? field.Name.StartsWith(mark[..^1], StringComparison.OrdinalIgnoreCase)
            : string.Equals(field.Name, mark, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether rows of that vendor may be among the org's: its fields show it, or only its rows can, by their Subject or CallObject.</summary>
    public static bool MayHaveRows(MappingLayer layer, SObjectDescribe source) =>
        ShowsIn(source, layer) || Marks(layer, "subjects").Count + Marks(layer, "callObjects").Count > 0;

    private static List<string> Marks(MappingLayer layer, string kind) => [.. layer.Root["detect"]?[kind]?.AsList().Select(n => n.Text) ?? []];
}
