using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Tests.Staging;

/// <summary>Files as earlier versions of the program left them.</summary>
internal sealed class EarlierSchemaTests
{
    private string folder = "";

    private string File => Path.Combine(folder, "staging.db");

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("dm-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Whose_a_replaced_call_is_was_not_kept_by_earlier_versions_so_no_rollback_may_take_it([Values(1, 2, 3)] int version)
    {
        using (StagingDatabase.Open(File, new SchemaMigrations([.. Enumerable.Range(1, version).Select(Step)]), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1)))
        {
        }

        Raw(
            """
            INSERT INTO job (id, run, operation, round, columns, first_id, last_id, rows, bytes, state) VALUES
              (1, 1, 'upsert', 0, '[]', 'a', 'e', 5, 1, 'collected'), (2, 2, 'delete', 0, '[]', NULL, NULL, 4, 1, 'collected'), (3, 2, 'upsert', 1, '[]', NULL, NULL, 1, 1, 'collected'),
              (4, 1, 'delete', 0, '[]', NULL, NULL, 1, 1, 'collected');
            INSERT INTO job_row VALUES (2, 'b'), (2, 'c'), (2, 'd'), (2, 'e'), (3, 'b'), (4, 'f');
            INSERT INTO attempt VALUES ('c', 1, 2, 2, '2026', 'UNABLE_TO_LOCK_ROW', '');
            INSERT INTO call (task_id, run, payload, hash, starts, ends, duration, how, plan, state, target_id, created_run) VALUES
              ('a', 1, 1, 0, 0, 0, 0, 0, 1, 1, '0LQa', 1),
              ('b', 2, 2, 0, 0, 0, 0, 0, 3, 3, '0LQb', 2),
              ('c', 2, 3, 0, 0, 0, 0, 0, 3, 6, '0LQc', 2),
              ('d', 2, 4, 0, 0, 0, 0, 0, 3, 0, NULL, NULL),
              ('e', 2, 5, 0, 0, 0, 0, 0, 1, 8, NULL, NULL),
              ('f', 2, 6, 0, 0, 0, 0, 0, 1, 1, '0LQf', 2);
            """);

        using var staging = StagingDatabase.Open(File);
        using var reader = staging.OpenReader();
        using var command = reader.CreateCommand();
        command.CommandText = "SELECT group_concat(task_id || COALESCE(first_run, '-') || COALESCE(created_run, '-'), ' ') FROM call";

        // a: never replaced; b: replaced; c: its delete was refused; d: deleted, not created yet; e: deleted by a rollback; f: rolled back with run 1, created by run 2.
        Assert.That(command.ExecuteScalar(), Is.EqualTo("a-1 b02 c-2 d0- e-- f-2"));
    }

    private static string Step(int version)
    {
        var name = $"DataMigrator.Staging.schema{(version == 1 ? "" : $"-{version}")}.sql";
        using var text = new StreamReader(typeof(StagingDatabase).Assembly.GetManifestResourceStream(name)!);
        return text.ReadToEnd();
    }

    private void Raw(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
