using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Reconciliation;

/// <summary>
/// Which VoiceCalls have been reported, exactly and on disk: a private temporary SQLite file (deleted by SQLite itself), so that memory stays flat however many
/// there are.
/// </summary>
internal sealed class ReportedCalls : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Statement insert;

    public ReportedCalls()
    {
        // An empty name is SQLite's way to ask for a temporary file.
        connection = new SqliteConnection("Data Source=;Pooling=False");
        connection.Open();
        Run("PRAGMA journal_mode = OFF");
        Run("PRAGMA synchronous = OFF");
        Run("PRAGMA cache_size = -16384");
        Run("CREATE TABLE reported (id BLOB PRIMARY KEY) WITHOUT ROWID");
        Run("BEGIN");
        insert = new Statement(connection, "INSERT OR IGNORE INTO reported VALUES (?1)");
    }

    /// <summary>False if it was reported before.</summary>
    public bool Add(ReadOnlySpan<byte> callId) => insert.Blob(1, callId).TryExecute();

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
