using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DataMigrator.Staging;

/// <summary>
/// A function text → text that SQL on one connection can call by name until it is disposed: so that one statement can walk a table and write what memory knows of each row, instead
/// of one statement reading the rows and another finding each again. SQLitePCLRaw's own way makes three objects per call; this makes none.
/// </summary>
internal sealed unsafe class TextFunction : IDisposable
{
    private readonly sqlite3 database;
    private readonly string name;
    private readonly Answer answer;
    private readonly GCHandle self;

    /// <param name="answer">Must not throw: there is SQLite between it and the caller.</param>
    public TextFunction(SqliteConnection connection, string name, Answer answer)
    {
        (database, this.name, this.answer) = (connection.Handle ?? throw new InvalidOperationException("The connection is closed."), name, answer);
        self = GCHandle.Alloc(this);
        try
        {
            Register(GCHandle.ToIntPtr(self), &Call);
        }
        catch (SqliteException)
        {
            self.Free();
            throw;
        }
    }

    /// <param name="text">UTF-8; valid during the call.</param>
    /// <returns>UTF-8, copied by SQLite at once; empty = NULL.</returns>
    internal delegate ReadOnlySpan<byte> Answer(ReadOnlySpan<byte> text);

    /// <summary>Statements that name the function must be disposed before.</summary>
    public void Dispose()
    {
        Register(0, null);
        self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Call(nint context, int count, nint* arguments)
    {
        var function = Unsafe.As<TextFunction>(GCHandle.FromIntPtr(Sqlite3.UserData(context)).Target)!;
        var text = Sqlite3.ValueBlob(arguments[0]);
        var answer = function.answer(new ReadOnlySpan<byte>(text, text is null ? 0 : Sqlite3.ValueBytes(arguments[0])));

        // What is not answered is NULL by itself.
        if (!answer.IsEmpty)
        {
            fixed (byte* bytes = answer)
            {
                Sqlite3.ResultText(context, bytes, answer.Length, Sqlite3.Transient);
            }
        }
    }

    private void Register(nint data, delegate* unmanaged[Cdecl]<nint, int, nint*, void> call)
    {
        var code = Sqlite3.CreateFunction(database.DangerousGetHandle(), name, 1, raw.SQLITE_UTF8, data, call, 0, 0, 0);
        if (code != raw.SQLITE_OK)
        {
            throw new SqliteException(raw.sqlite3_errmsg(database).utf8_to_string(), code, raw.sqlite3_extended_errcode(database));
        }
    }
}
