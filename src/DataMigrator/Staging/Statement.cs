using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DataMigrator.Staging;

/// <summary>
/// A prepared statement straight on SQLite's handle: binds UTF-8 spans, makes no garbage. For rows by the million; everything else uses Dapper.
/// Parameters and columns count from 1 and 0 as in SQLite's own API.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt handle;

    public Statement(SqliteConnection connection, string sql)
    {
        database = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        Check(raw.sqlite3_prepare_v2(database, sql, out handle));
    }

    public Statement Text(int parameter, ReadOnlySpan<byte> utf8)
    {
        Check(raw.sqlite3_bind_text(handle, parameter, utf8));
        return this;
    }

    public Statement Text(int parameter, string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(handle, parameter) : raw.sqlite3_bind_text(handle, parameter, value));
        return this;
    }

    public Statement Blob(int parameter, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(handle, parameter, value));
        return this;
    }

    public Statement Integer(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(handle, parameter, value));
        return this;
    }

    public Statement Integer(int parameter, long? value) => value is { } number ? Integer(parameter, number) : Null(parameter);

    public Statement Null(int parameter)
    {
        Check(raw.sqlite3_bind_null(handle, parameter));
        return this;
    }

    /// <summary>True if there is a row to read.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        if (code != raw.SQLITE_DONE)
        {
            raw.sqlite3_reset(handle);
            Check(code);
        }

        return false;
    }

    /// <summary>Makes it ready to be bound and stepped again.</summary>
    public Statement Reset()
    {
        raw.sqlite3_reset(handle);
        return this;
    }

    /// <summary>Steps once and resets; for INSERT, UPDATE, DELETE.</summary>
    public void Execute()
    {
        Step();
        raw.sqlite3_reset(handle);
    }

    /// <summary>As <see cref="Execute"/>; true if a row was inserted, updated or deleted.</summary>
    public bool TryExecute()
    {
        Execute();
        return raw.sqlite3_changes(database) > 0;
    }

    /// <summary>Valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> Text(int column) => raw.sqlite3_column_blob(handle, column);

    public string? String(int column) => IsNull(column) ? null : raw.sqlite3_column_text(handle, column).utf8_to_string();

    public long Integer(int column) => raw.sqlite3_column_int64(handle, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public void Dispose() => handle.Dispose();

    private void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            var error = new SqliteException(raw.sqlite3_errmsg(database).utf8_to_string(), code, raw.sqlite3_extended_errcode(database));
            throw StagingException.IsEnvironment(code) ? StagingException.From(error, raw.sqlite3_db_filename(database, "main").utf8_to_string()) : error;
        }
    }
}
