using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>
/// The hub between the stages: one SQLite file, one writer at a time, any number of readers (WAL).
/// <para>
/// Durability: <c>synchronous=NORMAL</c> with WAL. A killed process loses nothing that was committed. A power cut may lose the newest commits, but only
/// together and in order, and each of them can be had again: pages from the query job, row results from the ingest job (kept seven days by the org).
/// What the org can't tell us again is which jobs are ours; those ids are written by <see cref="WriteDurableAsync"/>, which syncs the log before it returns.
/// </para>
/// </summary>
internal sealed class StagingDatabase : IDisposable
{
    /// <summary>"DMIG": tells our files from other SQLite files.</summary>
    internal const int ApplicationId = 0x444D4947;

    /// <summary>How long to wait for another program's lock; writers of ours hold it for a page at most.</summary>
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Most of the time that opening may spend on looking for damage.</summary>
    private static readonly TimeSpan CheckBound = TimeSpan.FromSeconds(2);

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
    public static StagingDatabase Open(string path) => Open(path, SchemaMigrations.Product, CheckBound, BusyTimeout);

    internal static StagingDatabase Open(string path, SchemaMigrations migrations, TimeSpan checkBound, TimeSpan busyTimeout)
    {
        SqliteLibrary.Prepare();
        path = System.IO.Path.GetFullPath(path);
        StagingFile.CreateForOwner(path);
        var connection = new SqliteConnection(ConnectionString(path, SqliteOpenMode.ReadWriteCreate, busyTimeout));
        try
        {
            connection.Open();
            StagingFile.RequireOurs(connection, path);
            Configure(connection, busyTimeout);
            migrations.Apply(connection, path);
            StagingFile.RequireSound(connection, path, checkBound, TimeProvider.System);
            return new StagingDatabase(path, connection);
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw StagingException.From(error, path);
        }
        catch (StagingException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Waits for the writer and begins a transaction; disposing without <see cref="WriteScope.Commit"/> rolls back.</summary>
    public Task<WriteScope> WriteAsync(CancellationToken cancellationToken) => WriteAsync(durable: false, cancellationToken);

    /// <summary>As <see cref="WriteAsync(CancellationToken)"/>, and its commit survives a power cut: for job ids, before they matter.</summary>
    public Task<WriteScope> WriteDurableAsync(CancellationToken cancellationToken) => WriteAsync(durable: true, cancellationToken);

    /// <summary>A read-only connection of its own; sees committed data. Dispose it.</summary>
    public SqliteConnection OpenReader()
    {
        var reader = new SqliteConnection(ConnectionString(Path, SqliteOpenMode.ReadOnly, BusyTimeout));
        try
        {
            reader.Open();
            Execute(reader, $"PRAGMA busy_timeout = {BusyTimeout.TotalMilliseconds:F0}; PRAGMA temp_store = FILE;");
            return reader;
        }
        catch (SqliteException error)
        {
            reader.Dispose();
            throw StagingException.From(error, Path);
        }
    }

    /// <summary>Runs what can't run inside a transaction (VACUUM, checkpoint) on the writer.</summary>
    internal async Task MaintainAsync(string sql, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Execute(writer, sql);
        }
        catch (SqliteException error)
        {
            throw StagingException.From(error, Path);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Closes the writer.</summary>
    public void Dispose()
    {
        writer.Dispose();
        writing.Dispose();
    }

    private async Task<WriteScope> WriteAsync(bool durable, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Execute(writer, durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            return new WriteScope(writer, writer.BeginTransaction(deferred: false), writing, Path);
        }
        catch (SqliteException error)
        {
            writing.Release();
            throw StagingException.From(error, Path);
        }
    }

    /// <summary>
    /// Rows are written and read in key order, so large pages cost a sixth less than those of 8 KB (1.47 instead of 1.78 s of CPU for 600,000 rows into task, payload
    /// and call: fewer system calls), and a cache of 24 MB does as well as one of 64. A checkpoint per 64 MB of log lets pages that are written again and again reach the file once.
    /// </summary>
    private static void Configure(SqliteConnection connection, TimeSpan busyTimeout)
    {
        Sqlite3.ReadSorterFiles(connection.Handle!.DangerousGetHandle());
        Execute(
            connection,
            $"""
            PRAGMA busy_timeout = {busyTimeout.TotalMilliseconds:F0};
            PRAGMA page_size = 32768;
            PRAGMA journal_mode = WAL;
            PRAGMA wal_autocheckpoint = 2048;
            PRAGMA journal_size_limit = 134217728;
            PRAGMA cache_size = -24576;
            PRAGMA temp_store = FILE;
            PRAGMA foreign_keys = OFF;
            """);
    }

    private static string ConnectionString(string path, SqliteOpenMode mode, TimeSpan busyTimeout) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        Pooling = false,
        DefaultTimeout = Math.Max(1, (int)busyTimeout.TotalSeconds),
    }.ToString();

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
