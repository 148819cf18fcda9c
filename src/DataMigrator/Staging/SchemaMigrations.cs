using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>
/// Brings a file's schema forward, one step per version, all in one transaction: a killed migration leaves the old version, never half of the new one.
/// Step N turns version N-1 into N; a new file is version 0 and takes every step, so that a new and an old file end up the same.
/// </summary>
internal sealed class SchemaMigrations(IReadOnlyList<string> steps)
{
    /// <summary>
    /// The product's steps: <c>schema.sql</c> makes version 1; <c>schema-2.sql</c> will make version 2 out of it, and so on. A released step is never edited.
    /// </summary>
    public static SchemaMigrations Product { get; } = new(ReadSteps());

    /// <summary>The version this program reads and writes.</summary>
    public int Newest => steps.Count;

    /// <summary>Applies what <paramref name="connection"/>'s <c>user_version</c> lacks.</summary>
    /// <exception cref="StagingException">The file is newer than this program.</exception>
    public void Apply(SqliteConnection connection, string path)
    {
        if (Pragma(connection, "user_version") == Newest)
        {
            return;
        }

        var transaction = connection.BeginTransaction(deferred: false);
        try
        {
            Apply(connection, transaction, path);
        }
        finally
        {
            TransactionEnd.Reach(connection, transaction);
        }
    }

    private void Apply(SqliteConnection connection, SqliteTransaction transaction, string path)
    {
        // Read again: another process may have migrated while this one waited for the lock.
        var version = (int)Pragma(connection, "user_version");
        if (version > Newest)
        {
            throw new StagingException($"The staging file {path} has schema version {version}, this program knows up to {Newest}: update the program, or name another file with --staging.");
        }

        for (var next = version; next < Newest; next++)
        {
            Run(connection, transaction, steps[next]);
        }

        Run(connection, transaction, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {StagingDatabase.ApplicationId}; PRAGMA user_version = {Newest};"));
        transaction.Commit();
    }

    internal static long Pragma(SqliteConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA " + name;
        return (long)command.ExecuteScalar()!;
    }

    private static void Run(SqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<string> ReadSteps()
    {
        var steps = new List<string>();
        while (Read(steps.Count == 0 ? "schema.sql" : $"schema-{steps.Count + 1}.sql") is { } sql)
        {
            steps.Add(sql);
        }

        return steps;
    }

    private static string? Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("DataMigrator.Staging." + file);
        return stream is null ? null : new StreamReader(stream).ReadToEnd();
    }
}
