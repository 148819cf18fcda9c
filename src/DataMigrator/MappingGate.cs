using DataMigrator.Mapping;

namespace DataMigrator;

/// <summary>Lets a mapping through, or says everything that is wrong with it at once.</summary>
internal sealed class MappingGate(Action<string> say)
{
    /// <summary>Reads the file; needs no org.</summary>
    /// <exception cref="OperatorException">Every error with file, line and column.</exception>
    public static MappingFile Load(string path)
    {
        var file = MappingFile.Load(path);
        Refuse(file.Diagnostics);
        return file;
    }

    /// <summary>Holds it against both orgs' describes.</summary>
    /// <exception cref="OperatorException">Every error with file, line and column.</exception>
    public ICompiledMapping Compile(MappingFile file, OpenOrgs orgs, MigrationSettings settings)
    {
        var compilation = file.Compile(orgs.SourceDescribe, orgs.TargetDescribe, settings, orgs.LookupDescribes);
        Refuse(compilation.Diagnostics);
        if (compilation.Diagnostics.Count > 0)
        {
            say($"The mapping works, but not all of it can be used in these orgs: {compilation.Diagnostics.Count} {(compilation.Diagnostics.Count == 1 ? "warning" : "warnings")} ('mapping validate' lists them).");
        }

        return compilation.Mapping ?? throw new OperatorException($"The mapping {file.Path} could not be compiled.");
    }

    private static void Refuse(IReadOnlyList<MappingDiagnostic> diagnostics)
    {
        var errors = diagnostics.Where(diagnostic => diagnostic.Level == DiagnosticLevel.Error).ToList();
        if (errors.Count > 0)
        {
            throw new OperatorException(string.Join(Environment.NewLine, errors));
        }
    }
}
