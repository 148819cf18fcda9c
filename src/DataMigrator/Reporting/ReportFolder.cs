namespace DataMigrator.Reporting;

/// <summary>
/// One run's report folder. Files are written under temporary names and moved when all are whole, so that a killed report never leaves half a file
/// under a real name. They hold personal data: only the owner may read them.
/// </summary>
internal sealed class ReportFolder
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    private readonly List<string> written = [];

    /// <exception cref="ReportException">The folder can't be made.</exception>
    public ReportFolder(string directory, string runId)
    {
        Path = System.IO.Path.Combine(directory, runId);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(Path);
            }
            else
            {
                Directory.CreateDirectory(Path, OwnerFolder);
            }
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new ReportException($"The report folder '{Path}' can't be created: {ex.Message} Choose another with --reports.", ex);
        }
    }

    public string Path { get; }

    public string this[string file] => System.IO.Path.Combine(Path, file);

    /// <summary>Writes one file under its temporary name.</summary>
    /// <exception cref="ReportException">The disk or the folder refused.</exception>
    public async Task WriteAsync(string file, Func<Stream, Task> write)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, BufferSize = 1 << 16 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerFile;
            }

            File.Delete(Temporary(file));
            await using var stream = new FileStream(Temporary(file), options);
            await write(stream).ConfigureAwait(false);
            written.Add(file);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new ReportException($"The report '{this[file]}' can't be written: {ex.Message}", ex);
        }
    }

    /// <summary>Opens a file written before, under its temporary name.</summary>
    public FileStream OpenWritten(string file) => new(Temporary(file), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);

    /// <summary>Gives all files their real names.</summary>
    public void Publish()
    {
        foreach (var file in written)
        {
            File.Move(Temporary(file), this[file], overwrite: true);
        }
    }

    private string Temporary(string file) => this[file + ".part"];
}
