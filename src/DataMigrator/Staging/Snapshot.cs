using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>
/// One read transaction around many small reads on a reader. Without it each of them takes and gives back locks on the file: three system calls, more than
/// the read itself. Held for a page or a batch at most, or the write-ahead log could not be taken over.
/// </summary>
internal sealed class Snapshot : IDisposable
{
    private readonly SqliteConnection reader;

    public Snapshot(SqliteConnection reader)
    {
        this.reader = reader;
        Run("BEGIN");
    }

    /// <summary>Statements on the reader must be reset before.</summary>
    public void Dispose() => Run("COMMIT");

    private void Run(string sql)
    {
        using var statement = new Statement(reader, sql);
        statement.Execute();
    }
}
