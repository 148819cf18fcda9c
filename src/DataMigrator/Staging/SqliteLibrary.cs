using SQLitePCL;

namespace DataMigrator.Staging;

/// <summary>Loads SQLite, once per process.</summary>
internal static class SqliteLibrary
{
    private static readonly Lazy<bool> Loaded = new(Load);

    public static void Prepare() => _ = Loaded.Value;

    /// <summary>
    /// No mutex around each call on a connection: no connection of ours is used by two threads at once (the writer is behind a gate, every reader has its
    /// own), and binding a million rows takes twenty million such locks. Nor statistics of memory, which nobody asks for and which take a lock for each piece of it.
    /// Refused, and harmless, if somebody used SQLite before.
    /// </summary>
    private static bool Load()
    {
        Batteries_V2.Init();
        return raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD) == raw.SQLITE_OK && raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0) == raw.SQLITE_OK;
    }
}
