namespace DataMigrator.EndToEnd.Killed;

/// <summary>An org's files, to be used up.</summary>
internal sealed class OrgCopy : IDisposable
{
    public OrgCopy(string of)
    {
        Folder = Directory.CreateTempSubdirectory("datamigrator-org-").FullName;
        foreach (var file in Directory.EnumerateFiles(of, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(Folder, Path.GetRelativePath(of, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }

    public string Folder { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
