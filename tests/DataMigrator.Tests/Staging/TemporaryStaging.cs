using System.Globalization;
using DataMigrator.Staging;

namespace DataMigrator.Tests.Staging;

/// <summary>A staging file of its own for one test.</summary>
internal sealed class TemporaryStaging : IDisposable
{
    private readonly string folder = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "dm-" + Guid.NewGuid().ToString("N"));

    public TemporaryStaging() => Database = StagingDatabase.Open(Path);

    public string Path => System.IO.Path.Combine(folder, "deep", "staging.db");

    public StagingDatabase Database { get; private set; }

    public void Reopen()
    {
        Database.Dispose();
        Database = StagingDatabase.Open(Path);
    }

    public async Task ExecuteAsync(string sql)
    {
        using var scope = await Database.WriteAsync(CancellationToken.None);
        using (var command = scope.Connection.CreateCommand())
        {
            command.Transaction = scope.Transaction;
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        scope.Commit();
    }

    public T Scalar<T>(string sql)
    {
        using var reader = Database.OpenReader();
        return Dapper.SqlMapper.ExecuteScalar<T>(reader, sql)!;
    }

    public List<string> Rows(string sql)
    {
        using var reader = Database.OpenReader();
        return [.. Dapper.SqlMapper.Query(reader, sql).Select(row => string.Join('|', ((IDictionary<string, object?>)row).Values.Select(v => Convert.ToString(v ?? "-", CultureInfo.InvariantCulture))))];
    }

    public void Dispose()
    {
        Database.Dispose();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Directory.Delete(folder, recursive: true);
    }
}
