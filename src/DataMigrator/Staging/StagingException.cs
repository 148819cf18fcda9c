using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>The staging file can't be used; the message is a sentence for people.</summary>
internal sealed class StagingException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Turns SQLite's code into what happened and what to do. Never repeats SQLite's text, which may quote data.</summary>
    public static StagingException From(SqliteException error, string path) => new(Sentence(error.SqliteErrorCode, path), error);

    /// <summary>True for what the operator can mend (disk, lock, permission, damage); false for a mistake of ours.</summary>
    public static bool IsEnvironment(int code) => (code & 0xFF) is 3 or 5 or 6 or 8 or 10 or 11 or 13 or 14 or 26;

    private static string Sentence(int code, string path) => (code & 0xFF) switch
    {
        3 => $"The staging file {path} can't be opened: this user has no permission. Give it to this user, or name another one with --staging.",
        5 or 6 => $"The staging file {path} is locked by another program. End that program (a backup, a SQLite shell?), then run the same command again.",
        8 => $"The staging file {path} is read-only. Make the file and its folder writable, or name another one with --staging.",
        10 => $"The disk failed while the staging file {path} was read or written. Check the disk, then run the same command again: it goes on from the last commit.",
        11 => $"The staging file {path} is damaged. Put it aside and restore it from a backup, or start with a new one: the source can be read again, "
            + "but which run created which VoiceCall (needed by rollback) is known only to the old file.",
        13 => $"The disk that holds the staging file {path} is full. Free some space, then run the same command again: it goes on from the last commit.",
        14 => $"The staging file {path} can't be opened. Check that its folder exists, is a folder, and is writable for this user.",
        26 => $"{path} is not a staging file: it is no SQLite database. Name another file with --staging.",
        _ => $"The staging file {path} can't be used (SQLite code {code}). The log has the details.",
    };
}
