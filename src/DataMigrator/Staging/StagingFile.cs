using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DataMigrator.Staging;

/// <summary>The file under the database: created for its owner only, told apart from other people's files, checked for damage.</summary>
internal static class StagingFile
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Staged Tasks are personal data: folder 0700 (if we make it), file 0600; SQLite gives -wal and -shm the file's own mode.</summary>
    /// <exception cref="StagingException">The folder or the file can't be made.</exception>
    public static void CreateForOwner(string path)
    {
        if (Directory.Exists(path))
        {
            throw new StagingException($"{path} is a folder. Name a file with --staging.");
        }

        try
        {
            var folder = Path.GetDirectoryName(path)!;
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
                return;
            }

            if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder, OwnerFile | UnixFileMode.UserExecute);
            }

            if (!File.Exists(path))
            {
                using var created = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerFile });
            }
            else if (File.GetUnixFileMode(path) != OwnerFile && File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserWrite))
            {
                File.SetUnixFileMode(path, OwnerFile);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StagingException($"The staging file {path} can't be made: {error.Message} Name another one with --staging.", error);
        }
    }

    /// <summary>Refuses a SQLite file that somebody else made.</summary>
    public static void RequireOurs(SqliteConnection connection, string path)
    {
        if (SchemaMigrations.Pragma(connection, "application_id") == StagingDatabase.ApplicationId)
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master";
        if ((long)command.ExecuteScalar()! > 0)
        {
            throw new StagingException($"{path} is a SQLite database of another program, not a staging file. Name another file with --staging.");
        }
    }

    /// <summary>
    /// Looks for damage, for at most <paramref name="bound"/>: a file of many gigabytes would take minutes. What was not looked at by then is checked
    /// by SQLite as it is read.
    /// </summary>
    public static void RequireSound(SqliteConnection connection, string path, TimeSpan bound, TimeProvider time)
    {
        var begun = time.GetTimestamp();
        var handle = connection.Handle!;
        raw.sqlite3_progress_handler(handle, 10_000, _ => time.GetElapsedTime(begun) > bound ? 1 : 0, null);
        try
        {
            using var check = new Statement(connection, "PRAGMA quick_check(1)");
            if (check.Step() && check.String(0) is not "ok")
            {
                throw StagingException.From(new SqliteException("quick_check", raw.SQLITE_CORRUPT), path);
            }
        }
        catch (SqliteException interrupted) when (interrupted.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            // Out of time and nothing found so far.
        }
        finally
        {
            raw.sqlite3_progress_handler(handle, 0, null, null);
        }
    }
}
