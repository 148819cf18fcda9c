using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DataMigrator.Staging;

/// <summary>Ends a transaction that was not committed.</summary>
internal static class TransactionEnd
{
    /// <summary>
    /// Rolls back unless committed. A commit that failed for want of room may have been rolled back by SQLite itself. The provider does not know that: its
    /// ROLLBACK would fail, hide the error that matters, and leave the connection with a transaction for good. So it is given one to roll back.
    /// </summary>
    public static void Reach(SqliteConnection connection, SqliteTransaction transaction)
    {
        if (transaction.Connection is not null && raw.sqlite3_get_autocommit(connection.Handle) != 0)
        {
            raw.sqlite3_exec(connection.Handle, "BEGIN");
        }

        transaction.Dispose();
        if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
        {
            raw.sqlite3_exec(connection.Handle, "ROLLBACK");
        }
    }
}
