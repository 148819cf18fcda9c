using DataMigrator.Mapping.Format;
using Salesforce.Force.Rest;

namespace DataMigrator.Mapping.Compiling;

/// <summary>
/// Section <c>slots</c>: fields that each customer names differently. A preset declares <c>name: { field: usual name, for: what }</c>;
/// the mapping that includes it says <c>name: My_Field__c</c>, which then stands wherever the preset reads the usual name, or nothing to leave it out.
/// </summary>
internal sealed class CustomerFields
{
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly SObjectDescribe source;

    public CustomerFields(MappingDocument document, SObjectDescribe source)
    {
        this.source = source;
        foreach (var (layer, entry) in document.ByPriority.SelectMany(l => (l.Root["slots"]?.Entries ?? []).Select(e => (l, e))))
        {
            var known = entries.GetValueOrDefault(entry.Key.Text) ?? new Entry(entry.Key, null, null, null, IsAsked: false);
            entries[entry.Key.Text] = entry.Value.Kind == YamlKind.Mapping
                ? known with { IsAsked = known.IsAsked || !layer.InCase || PresetFit.ShowsIn(source, layer), Usual = known.Usual ?? entry.Value["field"], For = known.For ?? (entry.Value["for"] ?? entry.Value["description"])?.Text }
                : known with { Chosen = known.Chosen ?? entry.Value };
        }
    }

    public IEnumerable<string> Names => entries.Keys;

    public bool IsKnown(string name) => entries.ContainsKey(name);

    /// <summary>The field that fills the slot; null if it is left out or open.</summary>
    public YamlNode? Field(string name) => entries[name] is var e && e.Chosen is { } chosen ? chosen.IsNull ? null : chosen : IsThere(e.Usual) ? e.Usual : null;

    /// <summary>What the mapping chose instead of a preset's usual field; null if it chose nothing.</summary>
    public YamlNode? FieldFor(string usual) =>
        entries.Values.FirstOrDefault(e => e.Chosen is not null && string.Equals(e.Usual?.Text.TrimEnd('?'), usual, StringComparison.OrdinalIgnoreCase))?.Chosen;

    /// <summary>Asks for what is open, and tells of names that no preset asks for.</summary>
    public void Report(DiagnosticBag diagnostics)
    {
        foreach (var (name, entry) in entries)
        {
            if (entry.Chosen is not null && entry is { Usual: null, For: null })
            {
                diagnostics.Error(entry.Key, $"No preset asks for a slot '{name}'.", NearestName.Of(name, entries.Where(e => e.Value.Usual is not null || e.Value.For is not null).Select(e => e.Key)));
            }
            else if (entry.Chosen is null && entry.IsAsked && !IsThere(entry.Usual))
            {
                diagnostics.Warn(entry.Key, $"The slot {name} is open: {entry.For ?? "no description"}. Say under slots which field of {source.Name} has it, such as {{ {name}: My_Field__c }}; or leave it empty.");
            }
        }
    }

    private bool IsThere(YamlNode? field) => field is { IsScalar: true } && source.Field(field.Text.TrimEnd('?')) is not null;

    private sealed record Entry(YamlNode Key, YamlNode? Chosen, YamlNode? Usual, string? For, bool IsAsked);
}
