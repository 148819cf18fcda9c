using System.Text;
using DataMigrator.Mapping;
using DataMigrator.Staging;
using DataMigrator.Tests.Mapping.Stage;

namespace DataMigrator.Tests.Staging;

internal sealed class PurgeTests
{
    private const string A = "00TA00000000001MAA", B = "00TA00000000002MAA", Secret = "+14155550199", Subject = "Zaphod Beeblebrox";

    private StagedRun staged = null!;
    private string reports = "";

    [SetUp]
    public void Open()
    {
        staged = new StagedRun();
        reports = Directory.CreateTempSubdirectory("dm-reports-").FullName;
    }

    [TearDown]
    public void Close()
    {
        staged.Dispose();
        Directory.Delete(reports, recursive: true);
    }

    [Test]
    public async Task Nothing_personal_is_left_in_the_file_and_the_books_still_tell_the_same()
    {
        var (run, before) = await staged.MapAsync(new PlainMapping(), $"{A},call,{Secret},1000,60,k,005A,,false", $"{B},{Subject},,1000,60,,005A,,false");
        await staged.Staging.ExecuteAsync(
            $"""
            UPDATE call SET state = 1, target_id = '0LQ000000000001AAA', changes = '{Secret}', error_message = '{Secret}';
            INSERT INTO attempt VALUES ('{A}', 1, 1, 1, '2026-11-20T04:15:00Z', 'X', '{Secret}');
            INSERT INTO finding (run, check_name, object, expected, found, class, status, note) VALUES (1, 'fields', 'VoiceCall', '{Secret}', '{Subject}', 'x', 'open', '{Secret}');
            INSERT INTO lookup VALUES ('who', '003', '{Secret}');
            INSERT INTO statistic VALUES (1, 'outcome', '{Subject}', 'task', 3, 30), (1, 'outcome', 'call {Secret}', 'task', 4, 40), (1, 'outcome', '{Subject}', 'call', 5, 50), (1, 'month', '2024-03', 'task', 7, 70);
            """);
        Assert.That(FileHolds(Secret), Is.True, "the test must be able to see it");
        Directory.CreateDirectory(Path.Combine(reports, run.Id));
        File.WriteAllText(Path.Combine(reports, run.Id, "report.html"), Secret);

        var result = await new Purge(staged.Staging.Database, reports, TimeProvider.System).AllAsync(CancellationToken.None);
        using var scope = await MappingScope.OfAsync(run, CancellationToken.None);
        var after = MappingBooks.Of(run, scope);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Runs, result.Chunks, result.Calls, result.Reports), Is.EqualTo((1, 1L, 1L, 1)));
            Assert.That((FileHolds(Secret), FileHolds(Subject)), Is.EqualTo((false, false)));
            Assert.That(Directory.GetDirectories(reports), Is.Empty);
            Assert.That((after.Mapped, after.Rejected), Is.EqualTo((before.Mapped, before.Rejected)));
            Assert.That(staged.Staging.Rows("SELECT state, target_id FROM call"), Is.EqualTo(new[] { "1|0LQ000000000001AAA" }));
            Assert.That(staged.Staging.Scalar<long>("SELECT SUM(rows) FROM window"), Is.EqualTo(2));
            Assert.That(
                staged.Staging.Rows("SELECT section, name, side, count, seconds FROM statistic ORDER BY 1, 3"),
                Is.EqualTo(new[] { "month|2024-03|task|7|70", "outcome|(purged)|call|5|50", "outcome|(purged)|task|7|70" }));
            Assert.That(new LedgerStore(staged.Staging.Database).Find(A), Is.Not.Null.With.Property("Source").Empty);
        }
    }

    [Test]
    public async Task One_run_or_the_runs_before_a_day_can_be_purged_alone()
    {
        var (first, _) = await staged.MapAsync(new PlainMapping(), $"{A},call,{Secret},1000,60,k,005A,,false");
        await staged.MapAsync(new PlainMapping(), $"{B},call,+2,1000,60,k,005A,,false");
        var purge = new Purge(staged.Staging.Database, null, TimeProvider.System);
        var none = await purge.BeforeAsync(DateTimeOffset.UnixEpoch, CancellationToken.None);
        var one = await purge.RunAsync(first.Id, CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((none.Runs, one.Runs, one.Calls), Is.EqualTo((0, 1, 1L)));
            Assert.That(staged.Staging.Rows("SELECT (SELECT json FROM payload WHERE id = call.payload) = '[]' FROM call ORDER BY task_id"), Is.EqualTo(new[] { "1", "0" }));
            Assert.That(() => purge.RunAsync("nothing", CancellationToken.None), Throws.TypeOf<OperatorException>());
        }
    }

    [Test]
    public async Task A_purged_range_can_be_migrated_again()
    {
        await staged.MapAsync(new PlainMapping(), $"{A},call,{Secret},1000,60,k,005A,,false");
        await staged.Staging.ExecuteAsync("UPDATE call SET state = 1, target_id = '0LQ000000000001AAA', created_run = 1");
        await new Purge(staged.Staging.Database, null, TimeProvider.System).AllAsync(CancellationToken.None);
        var (_, result) = await staged.MapAsync(new PlainMapping(), $"{A},call,{Secret},1000,60,k,005A,,false");
        Assert.That(staged.Staging.Rows("SELECT run, json_extract((SELECT json FROM payload WHERE id = call.payload), '$[1]'), target_id, created_run FROM call"), Is.EqualTo(new[] { $"2|{Secret}|0LQ000000000001AAA|1" }));
        Assert.That(result.Mapped, Is.EqualTo(1));
    }

    private bool FileHolds(string text) => new[] { "", "-wal" }.Any(suffix => Holds(staged.Staging.Path + suffix, Encoding.UTF8.GetBytes(text)));

    private static bool Holds(string path, byte[] needle)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content.AsSpan().IndexOf(needle) >= 0;
    }
}
