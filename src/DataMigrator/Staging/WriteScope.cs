using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>The one write transaction under way.</summary>
internal sealed class WriteScope : IDisposable
{
    private readonly SemaphoreSlim gate;
    private readonly SqliteTransaction transaction;
    private readonly string path;

    internal WriteScope(SqliteConnection connection, SqliteTransaction transaction, SemaphoreSlim gate, string path)
    {
        Connection = connection;
        this.transaction = transaction;
        this.gate = gate;
        this.path = path;
    }

    /// <summary>For Dapper: pass <see cref="Transaction"/> along.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>The transaction.</summary>
    public SqliteTransaction Transaction => transaction;

    /// <summary>A prepared statement for the hot path.</summary>
    public Statement Prepare(string sql) => new(Connection, sql);

    /// <summary>Makes it durable.</summary>
    /// <exception cref="StagingException">The disk is full, failing, …; nothing of this transaction was kept.</exception>
    public void Commit()
    {
        try
        {
            transaction.Commit();
        }
        catch (SqliteException error)
        {
            throw StagingException.From(error, path);
        }
    }

    /// <summary>Rolls back unless committed; lets the next writer in.</summary>
    public void Dispose()
    {
        try
        {
            TransactionEnd.Reach(Connection, transaction);
        }
        finally
        {
            gate.Release();
        }
    }
}
