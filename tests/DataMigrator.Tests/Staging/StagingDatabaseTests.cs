using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Tests.Staging;

internal sealed class StagingDatabaseTests
{
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    private string folder = "";

    private string File => Path.Combine(folder, "staging.db");

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("dm-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void A_new_file_has_the_newest_schema_and_a_write_ahead_log()
    {
        using var staging = StagingDatabase.Open(File);
        using var reader = staging.OpenReader();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(SchemaMigrations.Pragma(reader, "user_version"), Is.EqualTo(SchemaMigrations.Product.Newest));
            Assert.That(SchemaMigrations.Pragma(reader, "application_id"), Is.EqualTo(0x444D4947));
            Assert.That(Scalar(reader, "PRAGMA journal_mode"), Is.EqualTo("wal"));
            Assert.That(Scalar(reader, "SELECT COUNT(*) FROM sqlite_master WHERE name IN ('run', 'window', 'page', 'chunk', 'task', 'call', 'job')"), Is.EqualTo(7L));
        }
    }

    [Test]
    public void Only_the_owner_may_read_the_file_its_log_and_the_folder_made_for_it()
    {
        Assume.That(OperatingSystem.IsWindows(), Is.False);
        var path = Path.Combine(folder, "made", "staging.db");
        using var staging = StagingDatabase.Open(path);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Mode(Path.Combine(folder, "made")), Is.EqualTo("700"));
            Assert.That(Mode(path), Is.EqualTo("600"));
            Assert.That(Mode(path + "-wal"), Is.EqualTo("600"));
        }
    }

    [Test]
    public void A_folder_is_no_file() =>
        Assert.That(() => StagingDatabase.Open(Path.GetDirectoryName(File)!), Throws.TypeOf<StagingException>().With.Message.Contain("is a folder"));

    [Test]
    public void A_file_that_others_could_read_is_closed_to_them()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows has no such modes.");
            return;
        }

        StagingDatabase.Open(File).Dispose();
        System.IO.File.SetUnixFileMode(File, (UnixFileMode)0b110_100_100);
        using var staging = StagingDatabase.Open(File);
        Assert.That(Mode(File), Is.EqualTo("600"));
    }

    [Test]
    public void A_file_of_an_earlier_version_goes_through_every_step_and_keeps_its_rows()
    {
        const string First = "CREATE TABLE thing (name TEXT); INSERT INTO thing VALUES ('kept');";
        StagingDatabase.Open(File, new SchemaMigrations([First]), Ample, Short).Dispose();

        var third = new SchemaMigrations([First, "ALTER TABLE thing ADD COLUMN size INTEGER NOT NULL DEFAULT 7", "UPDATE thing SET size = size * 6"]);
        using var staging = StagingDatabase.Open(File, third, Ample, Short);
        using var reader = staging.OpenReader();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Scalar(reader, "SELECT name || size FROM thing"), Is.EqualTo("kept42"));
            Assert.That(SchemaMigrations.Pragma(reader, "user_version"), Is.EqualTo(3));
        }
    }

    [Test]
    public void A_file_of_version_0_gets_the_product_schema()
    {
        StagingDatabase.Open(File, new SchemaMigrations([]), Ample, Short).Dispose();
        Raw("PRAGMA application_id = 1145915719; CREATE TABLE left_by_version_0 (x); INSERT INTO left_by_version_0 VALUES (1)");
        using var staging = StagingDatabase.Open(File);
        using var reader = staging.OpenReader();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Scalar(reader, "SELECT x FROM left_by_version_0"), Is.EqualTo(1L));
            Assert.That(Scalar(reader, "SELECT COUNT(*) FROM call"), Is.Zero);
        }
    }

    [Test]
    public void A_file_of_version_1_is_pinned_and_knows_which_runs_were_mapped_to_their_end()
    {
        using (var first = new StreamReader(typeof(StagingDatabase).Assembly.GetManifestResourceStream("DataMigrator.Staging.schema.sql")!))
        {
            StagingDatabase.Open(File, new SchemaMigrations([first.ReadToEnd()]), Ample, Short).Dispose();
        }

        Raw(
            """
            INSERT INTO run (number, id, command, signature, executed, range_field, source_org, target_org, mapping, state, started, settings, linked) VALUES
              (1, 'a', 'run', 's', 1, 'CreatedDate', '00D1', '00D2', 'v1', 'finished', '2026', '{}', 'v1/00'),
              (2, 'b', 'run', 's', 1, 'CreatedDate', '00D1', '00D2', 'v2', 'interrupted', '2026', '{}', 'v1/00'),
              (3, 'c', 'run', 's', 1, 'CreatedDate', '00D1', '00D2', 'v1', 'interrupted', '2026', '{}', NULL),
              (4, 'd', 'run', 's', 1, 'CreatedDate', '00D1', '00D2', 'v1', 'finished', '2026', '{}', NULL);
            INSERT INTO chunk (run, window, page, rows, mapped, data) VALUES (1, 1, 0, 1, 'v1/00', x'00'), (2, 2, 0, 1, 'v1/00', x'00'), (3, 3, 0, 1, NULL, x'00'), (4, 4, 0, 1, 'v1/00', x'00');
            """);
        using var staging = StagingDatabase.Open(File);
        using var reader = staging.OpenReader();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(SchemaMigrations.Pragma(reader, "user_version"), Is.EqualTo(SchemaMigrations.Product.Newest));
            Assert.That(Scalar(reader, "SELECT group_concat(number || COALESCE(mapped_by, '-'), ' ') FROM run"), Is.EqualTo("1v1 2- 3- 4v1"));
            Assert.That(Scalar(reader, "SELECT source_org || target_org || COALESCE(external_id_field, '-') FROM pin"), Is.EqualTo("00D100D2-"));
        }
    }

    [Test]
    public void A_step_that_fails_leaves_the_old_version_whole()
    {
        StagingDatabase.Open(File, new SchemaMigrations(["CREATE TABLE thing (name TEXT)"]), Ample, Short).Dispose();
        var broken = new SchemaMigrations(["", "ALTER TABLE thing ADD COLUMN size; INSERT INTO nowhere VALUES (1)"]);
        Assert.That(() => StagingDatabase.Open(File, broken, Ample, Short), Throws.TypeOf<StagingException>());

        using var staging = StagingDatabase.Open(File, new SchemaMigrations([""]), Ample, Short);
        using var reader = staging.OpenReader();
        Assert.That(Scalar(reader, "SELECT COUNT(*) FROM pragma_table_info('thing')"), Is.EqualTo(1L));
    }

    [Test]
    public void A_file_of_a_newer_program_is_refused()
    {
        StagingDatabase.Open(File, new SchemaMigrations(["CREATE TABLE a (x)", "", "", "", "", "", "", "", "", ""]), Ample, Short).Dispose();
        Assert.That(() => StagingDatabase.Open(File), Throws.TypeOf<StagingException>().With.Message.Contains("schema version 10").And.Message.Contains("update the program"));
    }

    [Test]
    public void Somebody_elses_database_is_refused_and_left_alone()
    {
        SQLitePCL.Batteries_V2.Init();
        Raw("CREATE TABLE customers (x)");
        var before = System.IO.File.ReadAllBytes(File);
        Assert.That(() => StagingDatabase.Open(File), Throws.TypeOf<StagingException>().With.Message.Contains("another program"));
        Assert.That(System.IO.File.ReadAllBytes(File), Is.EqualTo(before));
    }

    [Test]
    public void A_file_that_is_no_database_is_refused_and_left_alone()
    {
        System.IO.File.WriteAllText(File, "Dear diary, this is not a database, but it is long enough to have a header of a hundred bytes, which SQLite reads first.");
        var before = System.IO.File.ReadAllBytes(File);
        Assert.That(() => StagingDatabase.Open(File), Throws.TypeOf<StagingException>().With.Message.Contains("no SQLite database"));
        Assert.That(System.IO.File.ReadAllBytes(File), Is.EqualTo(before));
    }

    [Test]
    public async Task A_damaged_file_is_found_when_it_is_opened()
    {
        using (var staging = StagingDatabase.Open(File))
        {
            using var scope = await staging.WriteAsync(CancellationToken.None);
            Execute(scope, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO lookup SELECT 'x', i, 'value ' || i FROM n");
            scope.Commit();
        }

        using (var stream = System.IO.File.OpenWrite(File))
        {
            stream.Position = stream.Length / 2;
            stream.Write(new byte[65536]);
        }

        Assert.That(() => StagingDatabase.Open(File), Throws.TypeOf<StagingException>().With.Message.Contains("is damaged"));
    }

    [Test]
    public void A_locked_file_gives_a_sentence()
    {
        StagingDatabase.Open(File).Dispose();
        using var other = new SqliteConnection($"Data Source={File};Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE x (y);";
        command.ExecuteNonQuery();
        Assert.That(() => StagingDatabase.Open(File, SchemaMigrations.Product, Ample, Short), Throws.TypeOf<StagingException>().With.Message.Contains("locked by another program"));
    }

    [Test]
    public async Task A_full_disk_gives_a_sentence_and_keeps_what_was_committed()
    {
        using var staging = StagingDatabase.Open(File);
        await staging.MaintainAsync("PRAGMA max_page_count = 60", CancellationToken.None);
        var kept = 0;
        var failure = await Assert.ThrowsAsync<StagingException>(async () =>
        {
            for (; kept < 1000; kept++)
            {
                using var scope = await staging.WriteAsync(CancellationToken.None);
                using (var insert = scope.Prepare("INSERT INTO chunk (run, window, page, rows, data) VALUES (1, 1, 1, 1, ?1)"))
                {
                    insert.Blob(1, new byte[30_000]).Execute();
                }

                scope.Commit();
            }
        });
        using var reader = staging.OpenReader();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure!.Message, Does.Contain("is full"));
            Assert.That(kept, Is.GreaterThan(0));
            Assert.That(Scalar(reader, "SELECT COUNT(*) FROM chunk"), Is.EqualTo((long)kept));
        }
    }

    [Test]
    public void A_folder_that_cannot_be_made_gives_a_sentence()
    {
        System.IO.File.WriteAllText(Path.Combine(folder, "file"), "");
        Assert.That(() => StagingDatabase.Open(Path.Combine(folder, "file", "staging.db")), Throws.TypeOf<StagingException>().With.Message.Contains("can't be made"));
    }

    [Test]
    public async Task A_write_that_is_not_committed_is_undone_and_lets_the_next_one_in()
    {
        using var staging = StagingDatabase.Open(File);
        using (var scope = await staging.WriteAsync(CancellationToken.None))
        {
            Execute(scope, "INSERT INTO lookup VALUES ('a', 'b', 'c')");
        }

        using (var scope = await staging.WriteDurableAsync(CancellationToken.None))
        {
            Execute(scope, "INSERT INTO lookup VALUES ('d', 'e', 'f')");
            scope.Commit();
        }

        using var reader = staging.OpenReader();
        Assert.That(Scalar(reader, "SELECT group_concat(name) FROM lookup"), Is.EqualTo("d"));
    }

    [Test]
    public async Task A_commit_that_fails_says_why_and_lets_the_next_one_in()
    {
        using var staging = StagingDatabase.Open(File);
        using (var scope = await staging.WriteAsync(CancellationToken.None))
        {
            // What a full disk does: SQLite takes the transaction back by itself.
            SQLitePCL.raw.sqlite3_commit_hook(scope.Connection.Handle, _ => 1, null);
            Execute(scope, "INSERT INTO lookup VALUES ('a', 'b', 'c')");
            Assert.That(scope.Commit, Throws.TypeOf<StagingException>());
            SQLitePCL.raw.sqlite3_commit_hook(scope.Connection.Handle, null, null);
        }

        using (var scope = await staging.WriteAsync(CancellationToken.None))
        {
            Execute(scope, "INSERT INTO lookup VALUES ('d', 'e', 'f')");
            scope.Commit();
        }

        using var reader = staging.OpenReader();
        Assert.That(Scalar(reader, "SELECT group_concat(name) FROM lookup"), Is.EqualTo("d"));
    }

    private static string Mode(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return "";
        }

        return Convert.ToString((int)System.IO.File.GetUnixFileMode(path), 8);
    }

    private static object Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()!;
    }

    private static void Execute(WriteScope scope, string sql)
    {
        using var command = scope.Connection.CreateCommand();
        command.Transaction = scope.Transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
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
