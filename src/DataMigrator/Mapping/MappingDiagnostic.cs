using System.Globalization;

namespace DataMigrator.Mapping;

/// <summary>How bad a finding about a mapping file is.</summary>
internal enum DiagnosticLevel
{
    /// <summary>The mapping works, but not all of it will be used.</summary>
    Warning = 1,

    /// <summary>No run starts with it.</summary>
    Error = 2,
}

/// <summary>One problem of a mapping file.</summary>
/// <param name="File">Path as given, relative for included files; lines and columns count from 1.</param>
/// <param name="Nearest">The valid name that was probably meant; null if none is near.</param>
internal sealed record MappingDiagnostic(DiagnosticLevel Level, string File, int Line, int Column, string Message, string? Nearest = null)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{File}:{Line}:{Column}: {(Level == DiagnosticLevel.Error ? "error" : "warning")}: {Message}{(Nearest is null ? string.Empty : $" Did you mean '{Nearest}'?")}");
}

/// <summary>What compiling gave: a mapping, unless there are errors, and every finding at once.</summary>
internal sealed record MappingCompilation(ICompiledMapping? Mapping, IReadOnlyList<MappingDiagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Any(d => d.Level == DiagnosticLevel.Error);
}
