using System.Globalization;
using System.Text.Json;

namespace DataMigrator.Staging;

/// <summary>
/// At most one writing process per staging file. The lock is the operating system's, on <c>&lt;file&gt;.lock</c>: it ends with the process, however that ends,
/// so that a crash leaves nothing to clean up. Who holds it stands beside it in <c>&lt;file&gt;.owner</c>, because a locked file can't be read everywhere.
/// </summary>
internal sealed class StagingLock : IDisposable
{
    private readonly FileStream held;
    private readonly string path;

    private StagingLock(FileStream held, string path) => (this.held, this.path) = (held, path);

    /// <summary>Takes the lock or says who has it.</summary>
    /// <param name="stagingPath">The staging file; its folder must exist.</param>
    /// <param name="run">Id of the run, or the command if there is no run yet.</param>
    /// <exception cref="StagingLockedException">Another process holds it.</exception>
    public static StagingLock Take(string stagingPath, string run, TimeProvider time)
    {
        var path = Path.GetFullPath(stagingPath);
        StagingFile.CreateForOwner(path);
        FileStream file;
        try
        {
            file = new FileStream(path + ".lock", OwnerOnly(FileMode.OpenOrCreate, FileShare.None));
        }
        catch (IOException)
        {
            throw new StagingLockedException(path, ReadOwner(path));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new StagingException($"The lock file {path}.lock can't be opened by this user. Make it and its folder writable, or name another file with --staging.", error);
        }

        var taken = new StagingLock(file, path);
        try
        {
            taken.Describe(run, time);
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Who holds the lock on that staging file; null if nobody does.</summary>
    public static LockOwner? Holder(string stagingPath)
    {
        var path = Path.GetFullPath(stagingPath);
        if (!File.Exists(path + ".lock"))
        {
            return null;
        }

        try
        {
            using var probe = new FileStream(path + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return null;
        }
        catch (IOException)
        {
            return ReadOwner(path);
        }
    }

    /// <summary>Changes what others read about us, once the run has its id.</summary>
    public void Describe(string run, TimeProvider time)
    {
        var owner = new LockOwner(Environment.ProcessId, Environment.MachineName, run, time.GetUtcNow());
        var written = path + ".owner";
        using (var stream = new FileStream(written + ".new", OwnerOnly(FileMode.Create, FileShare.None)))
        {
            JsonSerializer.Serialize(stream, owner);
        }

        // Whoever reads meanwhile sees the old text or the new one, never half of it.
        File.Move(written + ".new", written, overwrite: true);
    }

    /// <summary>Lets the next one in. The files stay: deleting a lock file that somebody is about to lock would give two holders.</summary>
    public void Dispose() => held.Dispose();

    private static FileStreamOptions OwnerOnly(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static LockOwner ReadOwner(string path)
    {
        try
        {
            using var stream = new FileStream(path + ".owner", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return JsonSerializer.Deserialize<LockOwner>(stream) ?? LockOwner.Unknown;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            // The holder has locked but not described itself yet, or belongs to another user: the lock counts all the same.
            return LockOwner.Unknown;
        }
    }
}

/// <summary>Who holds a staging file.</summary>
/// <param name="Run">Run id, or a command's name.</param>
internal sealed record LockOwner(int Pid, string Host, string Run, DateTimeOffset Since)
{
    public static LockOwner Unknown { get; } = new(0, "unknown", "unknown", DateTimeOffset.UnixEpoch);

    public override string ToString() => this == Unknown
        ? "a process that has not said who it is"
        : string.Create(CultureInfo.InvariantCulture, $"process {Pid} on {Host} (run {Run}, since {Since:yyyy-MM-dd HH:mm:ss}Z)");
}

/// <summary>A second process wanted the same staging file: exit 1, with who holds it.</summary>
internal sealed class StagingLockedException(string path, LockOwner owner)
    : Exception($"The staging file {path} is in use by {owner}. Wait for it to end, or name another file with --staging.")
{
    public LockOwner Owner { get; } = owner;
}
