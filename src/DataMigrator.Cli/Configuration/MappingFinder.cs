namespace DataMigrator.Cli.Configuration;

/// <summary>Mappings are looked for in the working directory first, then beside the program.</summary>
internal static class MappingFinder
{
    /// <summary>The mappings that ship.</summary>
    public static string ShippedFolder => Path.Combine(AppContext.BaseDirectory, "mappings");

    /// <exception cref="OperatorException">No such file; says where it was looked for.</exception>
    public static string Find(string path)
    {
        if (File.Exists(path))
        {
            return path;
        }

        var beside = Path.Combine(AppContext.BaseDirectory, path);
        return !Path.IsPathRooted(path) && File.Exists(beside)
            ? beside
            : throw new OperatorException($"There is no mapping file '{path}', neither in {Directory.GetCurrentDirectory()} nor beside the program. 'mapping presets' lists what ships.");
    }
}
