namespace DataMigrator.Cli.Configuration;

/// <summary>Finds out before the first request whether reports can be written.</summary>
internal static class ReportFolderCheck
{
    /// <exception cref="OperatorException">The folder can't be made or written to.</exception>
    public static void Writable(string directory)
    {
        try
        {
            var folder = Directory.CreateDirectory(directory);
            var probe = Path.Combine(folder.FullName, $".probe-{Environment.ProcessId}");
            File.WriteAllText(probe, string.Empty);
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"Reports can't be written to '{directory}': {exception.Message} Choose another folder with --reports.", exception);
        }
    }
}
