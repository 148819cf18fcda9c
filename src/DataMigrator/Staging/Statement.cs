using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DataMigrator.Staging;

/// <summary>
/// A prepared statement straight on SQLite's handle: binds UTF-8 spans, makes no garbage. For rows by the million; everything else uses Dapper.
/// Parameters and columns count from 1 and 0 as in SQLite's own API.
/// </summary>
internal sealed unsafe class Statement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt handle;
    private readonly nint connection;
    private nint statement;

    public Statement(SqliteConnection connection, string sql)
    {
        database = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        Check(raw.sqlite3_prepare_v2(database, sql, out handle));
        this.connection = database.DangerousGetHandle();
        statement = handle.DangerousGetHandle();
    }

    public Statement Text(int parameter, ReadOnlySpan<byte> utf8)
    {
        // A null pointer would bind NULL.
        fixed (byte* bytes = utf8.IsEmpty ? "\0"u8 : utf8)
        {
            Check(Sqlite3.BindText(statement, parameter, bytes, utf8.Length, Sqlite3.Transient));
        }

        return this;
    }

    public Statement Text(int parameter, string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(handle, parameter) : raw.sqlite3_bind_text(handle, parameter, value));
        return this;
    }

    public Statement Blob(int parameter, ReadOnlySpan<byte> value)
    {
        fixed (byte* bytes = value.IsEmpty ? "\0"u8 : value)
        {
            Check(Sqlite3.BindBlob(statement, parameter, bytes, value.Length, Sqlite3.Transient));
        }

        return this;
    }

    public Statement Integer(int parameter, long value)
    {
        Check(Sqlite3.BindInteger(statement, parameter, value));
        return this;
    }

    public Statement Integer(int parameter, long? value) => value is { } number ? Integer(parameter, number) : Null(parameter);

    public Statement Null(int parameter)
    {
        Check(Sqlite3.BindNull(statement, parameter));
        return this;
    }

    /// <summary>True if there is a row to read.</summary>
    public bool Step()
    {
        var code = Sqlite3.Step(statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        if (code != raw.SQLITE_DONE)
        {
            Sqlite3.Reset(statement);
            Check(code);
        }

        return false;
    }

    /// <summary>Makes it ready to be bound and stepped again.</summary>
    public Statement Reset()
    {
        Sqlite3.Reset(statement);
        return this;
    }

    /// <summary>Steps once and resets; for INSERT, UPDATE, DELETE.</summary>
    public void Execute()
    {
        Step();
        Sqlite3.Reset(statement);
    }

    /// <summary>As <see cref="Execute"/>; true if a row was inserted, updated or deleted.</summary>
    public bool TryExecute() => ExecuteCounted() > 0;

    /// <summary>As <see cref="Execute"/>.</summary>
    /// <returns>Rows inserted, updated or deleted.</returns>
    public int ExecuteCounted()
    {
        Execute();
        return Sqlite3.Changes(connection);
    }

    /// <summary>Valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> Text(int column)
    {
        // The pointer first: it is what settles the type that the length is of.
        var bytes = Sqlite3.ColumnBlob(statement, column);
        return bytes is null ? default : new ReadOnlySpan<byte>(bytes, Sqlite3.ColumnBytes(statement, column));
    }

    public string? String(int column) => IsNull(column) ? null : raw.sqlite3_column_text(handle, column).utf8_to_string();

    public long Integer(int column) => Sqlite3.ColumnInteger(statement, column);

    public bool IsNull(int column) => Sqlite3.ColumnType(statement, column) == raw.SQLITE_NULL;

    public void Dispose()
    {
        // A pointer of zero is refused by SQLite (SQLITE_MISUSE); a stale one would not be.
        statement = 0;
        handle.Dispose();
    }

    private void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            var error = new SqliteException(raw.sqlite3_errmsg(database).utf8_to_string(), code, raw.sqlite3_extended_errcode(database));
            throw StagingException.IsEnvironment(code) ? StagingException.From(error, raw.sqlite3_db_filename(database, "main").utf8_to_string()) : error;
        }
    }
}
