namespace DataMigrator.Mapping.Format;

/// <summary>Collects findings so that all can be shown at once.</summary>
internal sealed class DiagnosticBag
{
    private readonly List<MappingDiagnostic> all = [];
    private readonly HashSet<(string, int, int, string)> seen = [];

    public IReadOnlyList<MappingDiagnostic> All => all;

    public bool HasErrors => all.Any(d => d.Level == DiagnosticLevel.Error);

    public void Error(YamlNode at, string message, string? nearest = null) => Add(DiagnosticLevel.Error, at, message, nearest);

    public void Warn(YamlNode at, string message, string? nearest = null) => Add(DiagnosticLevel.Warning, at, message, nearest);

    public void AddRange(IEnumerable<MappingDiagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            Add(diagnostic);
        }
    }

    private void Add(DiagnosticLevel level, YamlNode at, string message, string? nearest) =>
        Add(new MappingDiagnostic(level, at.File, at.Line, at.Column, message, nearest));

    // A value list that is used by several fields is compiled once per use; its fault is told once.
    private void Add(MappingDiagnostic diagnostic)
    {
        if (seen.Add((diagnostic.File, diagnostic.Line, diagnostic.Column, diagnostic.Message)))
        {
            all.Add(diagnostic);
        }
    }
}
