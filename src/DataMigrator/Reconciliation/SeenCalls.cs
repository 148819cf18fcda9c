using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Reconciliation;

/// <summary>
/// Which Task ids the target has shown, exactly and on disk: a private temporary SQLite file (deleted by SQLite itself), so that memory stays flat however
/// many there are, and a second VoiceCall of one Task is noticed.
/// </summary>
internal sealed class SeenCalls : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Statement insert;

    public SeenCalls()
    {
        // An empty name is SQLite's way to ask for a temporary file.
        connection = new SqliteConnection("Data Source=;Pooling=False");
        connection.Open();
        using (var create = new Statement(connection, "PRAGMA journal_mode = OFF"))
        {
            create.Step();
        }

        Run("PRAGMA synchronous = OFF");
        Run("PRAGMA cache_size = -16384");
        Run("CREATE TABLE seen (task_id BLOB PRIMARY KEY) WITHOUT ROWID");
        Run("BEGIN");
        insert = new Statement(connection, "INSERT OR IGNORE INTO seen VALUES (?1)");
    }

    /// <summary>False if it was seen before.</summary>
    public bool Add(ReadOnlySpan<byte> taskId) => insert.Blob(1, taskId).TryExecute();

    /// <summary>Those after <paramref name="after"/>, in key order. Add nothing while it is open.</summary>
    public Statement InKeyOrder(string after) =>
        new Statement(connection, "SELECT task_id FROM seen WHERE task_id > ?1 ORDER BY task_id").Blob(1, System.Text.Encoding.UTF8.GetBytes(after));

    public void Dispose()
    {
        insert.Dispose();
        connection.Dispose();
    }

    private void Run(string sql)
    {
        using var statement = new Statement(connection, sql);
        statement.Step();
    }
}
