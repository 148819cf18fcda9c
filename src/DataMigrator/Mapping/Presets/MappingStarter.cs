using System.Text;
using Salesforce.Force.Rest;

namespace DataMigrator.Mapping.Presets;

/// <summary>Writes the first mapping of one's own from both orgs' describes: what <c>mapping init</c> puts into a file.</summary>
internal static class MappingStarter
{
    /// <param name="presets">Those that fit; their slots are asked for.</param>
    /// <param name="schema">Where an editor finds the JSON Schema, seen from the file.</param>
    /// <param name="covered">Source fields that the default mapping or the presets read already.</param>
    public static string Write(SObjectDescribe source, SObjectDescribe target, IReadOnlyList<PresetMatch> presets, IReadOnlyCollection<string> covered, MigrationSettings settings, string schema = "mapping.schema.json")
    {
        var text = new StringBuilder();
        text.Append("# yaml-language-server: $schema=").Append(schema).Append('\n')
            .Append("# Your mapping: what differs from the default. Check it with: datamigrator mapping validate\n\n")
            .Append("name: my-mapping\nextends: task-to-voicecall.yaml\n");
        Presets(text, presets);
        text.Append("\nsettings:\n")
            .Append("  # What CreatedDate says of a call in this org: ring, answer, end or unknown. Compare some calls with the telephony system's own list.\n")
            .Append("  createdDateMeans: end\n")
            .Append("  # Your main line; without it the word Unknown stands where the agent's number is not known.\n")
            .Append("  # agentNumberWhenUnknown: \"+1…\"\n")
            .Append("  # A User or queue that takes the calls of inactive agents.\n")
            .Append("  # ownerWhenInactive: 005…\n");
        Fields(text, source, target, covered, settings);
        return text.ToString();
    }

    private static void Presets(StringBuilder text, IReadOnlyList<PresetMatch> presets)
    {
        if (presets.Count > 0)
        {
            text.Append("presets:\n");
        }

        foreach (var match in presets)
        {
            text.Append("  # ").Append(string.Join(", ", match.Evidence.Take(3))).Append('\n').Append("  - ").Append(match.Preset.File).Append('\n');
        }

        var slots = presets.SelectMany(p => p.Preset.Slots).DistinctBy(s => s.Name).ToList();
        if (slots.Count == 0)
        {
            return;
        }

        text.Append("\n# Fields that your admin named; a preset needs to know which they are.\nslots:\n");
        foreach (var slot in slots)
        {
            text.Append("  # ").Append(slot.Description ?? slot.Name).Append("\n  # ").Append(slot.Name).Append(": ").Append(slot.UsualField ?? "My_Field__c").Append('\n');
        }
    }

    private static void Fields(StringBuilder text, SObjectDescribe source, SObjectDescribe target, IReadOnlyCollection<string> covered, MigrationSettings settings)
    {
        var own = source.Fields.Where(f => f.Custom && !covered.Contains(f.Name, StringComparer.OrdinalIgnoreCase)).ToList();
        var free = target.Fields.Where(f => f.Custom && f.Createable && !f.Name.StartsWith("Legacy_", StringComparison.Ordinal) && f.Name != settings.ExternalIdField).ToList();
        if (own.Count == 0)
        {
            text.Append("\n# Every custom field of ").Append(source.Name).Append(" is read already.\n");
            return;
        }

        var twins = own.Where(f => free.Exists(t => Same(t, f))).ToList();
        text.Append("\nfields:\n");
        foreach (var field in twins)
        {
            text.Append("  ").Append(field.Name).Append(": ").Append(field.Name).Append("   # ").Append(OneLine(field.Label)).Append(", ").Append(field.Type).Append('\n');
        }

        if (twins.Count == 0)
        {
            text.Append("  {}\n");
        }

        text.Append("\n# Custom fields of ").Append(source.Name).Append(" that nothing reads; add those you want to keep under fields, as  TargetField__c: SourceField__c\n");
        foreach (var field in own.Except(twins))
        {
            var near = NearestName.Of(field.Name, free.Select(f => f.Name));
            text.Append("#   ").Append(near ?? "…").Append(": ").Append(field.Name).Append("   # ").Append(OneLine(field.Label)).Append(", ").Append(field.Type).Append('\n');
        }
    }

    private static bool Same(FieldDescribe a, FieldDescribe b) => string.Equals(a.Name, b.Name, StringComparison.OrdinalIgnoreCase) && a.Type == b.Type;

    // A label is text of the org: it must not end the comment that it stands in.
    private static string OneLine(string label) => label.ReplaceLineEndings(" ");
}
