namespace DataMigrator.Mapping.Format;

internal enum YamlKind
{
    Null,
    Scalar,
    Sequence,
    Mapping,
}

/// <summary>One node of a YAML file with the place where it stands (line and column from 1).</summary>
internal sealed record YamlNode(string File, int Line, int Column, YamlKind Kind)
{
    /// <summary>Text of a scalar; empty otherwise.</summary>
    public string Text { get; init; } = string.Empty;

    public IReadOnlyList<YamlNode> Items { get; init; } = [];

    public IReadOnlyList<YamlEntry> Entries { get; init; } = [];

    public bool IsNull => Kind == YamlKind.Null;

    public bool IsScalar => Kind == YamlKind.Scalar;

    public YamlNode? this[string key] => Entries.FirstOrDefault(e => string.Equals(e.Key.Text, key, StringComparison.Ordinal))?.Value;

    /// <summary>The items of a sequence; a single value counts as a sequence of one, null as none.</summary>
    public IReadOnlyList<YamlNode> AsList() => Kind switch
    {
        YamlKind.Sequence => Items,
        YamlKind.Null => [],
        _ => [this],
    };

    /// <summary>What it is, for messages.</summary>
    public string Describe() => Kind switch
    {
        YamlKind.Null => "nothing",
        YamlKind.Scalar => $"'{(Text.Length > 40 ? Text[..40] + "…" : Text)}'",
        YamlKind.Sequence => "a list",
        _ => "a block of keys",
    };
}

/// <summary>One key with its value.</summary>
internal sealed record YamlEntry(YamlNode Key, YamlNode Value);
