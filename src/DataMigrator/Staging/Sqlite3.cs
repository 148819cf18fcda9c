using System.Runtime.InteropServices;

namespace DataMigrator.Staging;

/// <summary>
/// The functions of SQLite that are called for every value of every row, straight: SQLitePCLRaw counts references to its
/// handle on each call (3 % of the samples in reconciliation); these take pointers. The same library file, so the same SQLite. <see cref="Statement"/> and <see cref="TextFunction"/>
/// use them, and keep the handle alive. Those that only copy or look skip the runtime's transition too; those that may do I/O do not.
/// </summary>
internal static unsafe partial class Sqlite3
{
    private const string Library = "e_sqlite3";

    private const int SorterMmap = 24;

    /// <summary>SQLITE_TRANSIENT: SQLite makes its own copy.</summary>
    public static readonly nint Transient = -1;

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_text")]
    [SuppressGCTransition]
    public static partial int BindText(nint statement, int parameter, byte* value, int bytes, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_blob")]
    [SuppressGCTransition]
    public static partial int BindBlob(nint statement, int parameter, byte* value, int bytes, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    [SuppressGCTransition]
    public static partial int BindInteger(nint statement, int parameter, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_null")]
    [SuppressGCTransition]
    public static partial int BindNull(nint statement, int parameter);

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    public static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    public static partial int Reset(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_changes")]
    [SuppressGCTransition]
    public static partial int Changes(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob")]
    [SuppressGCTransition]
    public static partial byte* ColumnBlob(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    [SuppressGCTransition]
    public static partial int ColumnBytes(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    [SuppressGCTransition]
    public static partial long ColumnInteger(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_type")]
    [SuppressGCTransition]
    public static partial int ColumnType(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_create_function_v2", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CreateFunction(
        nint database, string name, int arguments, int encoding, nint data, delegate* unmanaged[Cdecl]<nint, int, nint*, void> call, nint step, nint final, nint destroy);

    [LibraryImport(Library, EntryPoint = "sqlite3_user_data")]
    [SuppressGCTransition]
    public static partial nint UserData(nint context);

    [LibraryImport(Library, EntryPoint = "sqlite3_value_blob")]
    [SuppressGCTransition]
    public static partial byte* ValueBlob(nint value);

    [LibraryImport(Library, EntryPoint = "sqlite3_value_bytes")]
    [SuppressGCTransition]
    public static partial int ValueBytes(nint value);

    [LibraryImport(Library, EntryPoint = "sqlite3_result_text")]
    [SuppressGCTransition]
    public static partial void ResultText(nint context, byte* value, int bytes, nint destructor);

    /// <summary>
    /// Has this connection read the temporary files of large sorts instead of mapping them: mapped, they count as the program's memory (270 MB while the index of 8,700,000 link keys is made).
    /// SQLite has no other switch for it than SQLITE_TESTCTRL_SORTER_MMAP. Its function takes variable arguments, which Apple's processors pass otherwise: there nothing is changed.
    /// </summary>
    public static void ReadSorterFiles(nint database)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            TestControl(SorterMmap, database, 0);
        }
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_test_control")]
    private static partial int TestControl(int operation, nint database, int value);
}
