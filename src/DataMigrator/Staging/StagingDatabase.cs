using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>The hub between the stages: one SQLite file, one writer at a time, any number of readers (WAL).</summary>
internal sealed class StagingDatabase : IDisposable
{
    /// <summary>"DMIG": tells our files from other SQLite files.</summary>
    internal const int ApplicationId = 0x444D4947;

    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly SqliteConnection writer;

    private StagingDatabase(string path, SqliteConnection writer)
    {
        Path = path;
        this.writer = writer;
    }

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <summary>Opens or creates the file (owner-only permissions), migrates its schema forward, checks that it is ours and sound.</summary>
    /// <exception cref="StagingException">Not ours, newer than this program, corrupt, unwritable; one sentence for people.</exception>
    public static StagingDatabase Open(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        throw new NotImplementedException();
    }

    /// <summary>Waits for the writer and begins a transaction; disposing without <see cref="WriteScope.Commit"/> rolls back.</summary>
    public async Task<WriteScope> WriteAsync(CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new WriteScope(writer, writing);
    }

    /// <summary>A read-only connection of its own; sees committed data. Dispose it.</summary>
    public SqliteConnection OpenReader()
    {
        var reader = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        reader.Open();
        return reader;
    }

    /// <summary>Closes the writer.</summary>
    public void Dispose()
    {
        writer.Dispose();
        writing.Dispose();
    }
}

/// <summary>The one write transaction under way.</summary>
internal sealed class WriteScope : IDisposable
{
    private readonly SemaphoreSlim gate;
    private readonly SqliteTransaction transaction;

    internal WriteScope(SqliteConnection connection, SemaphoreSlim gate)
    {
        Connection = connection;
        this.gate = gate;
        transaction = connection.BeginTransaction(deferred: false);
    }

    /// <summary>For Dapper: pass <see cref="Transaction"/> along.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>The transaction.</summary>
    public SqliteTransaction Transaction => transaction;

    /// <summary>A prepared statement for the hot path.</summary>
    public Statement Prepare(string sql) => new(Connection, sql);

    /// <summary>Makes it durable.</summary>
    public void Commit() => transaction.Commit();

    /// <summary>Rolls back unless committed; lets the next writer in.</summary>
    public void Dispose()
    {
        transaction.Dispose();
        gate.Release();
    }
}

/// <summary>The staging file can't be used; the message is a sentence for people.</summary>
internal sealed class StagingException(string message, Exception? inner = null) : Exception(message, inner);
