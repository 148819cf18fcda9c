namespace DataMigrator.Mapping.Format;

/// <summary>One file of a mapping: the file itself, a preset it includes, or the mapping it extends.</summary>
/// <param name="When">Condition that says which rows a preset is about; null = all rows.</param>
/// <param name="InCase">Included with a "?" after its name: only for orgs that have what it is about, so its open slots are no questions elsewhere.</param>
internal sealed record MappingLayer(string File, string Text, YamlNode Root, YamlNode? When, string Name, bool InCase = false);

/// <summary>A mapping as read: its layers, the most important first where single values are concerned.</summary>
/// <param name="Layers">Order of lists: presets as listed, the file itself, what it extends.</param>
/// <param name="Own">The file that was asked for.</param>
internal sealed record MappingDocument(MappingLayer Own, IReadOnlyList<MappingLayer> Layers, IReadOnlyList<ValueFile> ValueFiles)
{
    /// <summary>Layers for single values: the file itself wins over presets, presets over what it extends.</summary>
    public IEnumerable<MappingLayer> ByPriority => [Own, .. Layers.Where(l => !ReferenceEquals(l, Own))];

    /// <summary>The most important layer's node at that key, or null.</summary>
    public YamlNode? First(string section) => ByPriority.Select(l => l.Root[section]).FirstOrDefault(n => n is { IsNull: false });

    /// <summary>The most important node of that key in a section of keys, or null.</summary>
    public YamlNode? First(string section, string key) => ByPriority.Select(l => l.Root[section]?[key]).FirstOrDefault(n => n is not null);
}

/// <summary>A CSV of values that the mapping names.</summary>
internal sealed record ValueFile(string Name, string Text, IReadOnlyList<KeyValuePair<string, string>> Rows);
