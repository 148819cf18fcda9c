using System.Globalization;
using System.Text;
using DataMigrator.Loading;
using DataMigrator.Tests.Staging;
using Salesforce.Force.Bulk;

namespace DataMigrator.Tests.Loading;

internal sealed class CreatedRowsTests
{
    /// <summary>Enough for many pages of call, which the ids written into the rows then split.</summary>
    private const int Rows = 5_000;

    private TemporaryStaging staging = null!;

    [SetUp]
    public async Task StageAsync()
    {
        staging = new TemporaryStaging();
        await staging.ExecuteAsync(
            $"""
            WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < {Rows - 1})
            INSERT INTO call (task_id, run, payload, hash, starts, ends, duration, how, plan, error_code, error_message, attempts)
            SELECT printf('00T%015d', i), 1, i + 1, i, i, i, 1, 0, 1, 'EARLIER', 'failed before', 2 FROM n;
            """);
    }

    [TearDown]
    public void Remove() => staging.Dispose();

    [Test]
    public async Task All_rows_of_a_job_are_written_in_one_walk()
    {
        var results = Results(Enumerable.Range(0, Rows));

        Assert.That(await WriteAsync(results, first: 0, last: Rows - 1), Is.EqualTo((Rows, true)));

        Assert.That(staging.Scalar<long>("SELECT COUNT(*) FROM call WHERE target_id = '0LQ' || substr(task_id, 4) AND state = 1 AND plan = 1"), Is.EqualTo(Rows));
        Assert.That(
            staging.Rows("SELECT DISTINCT created_run, job, attempts, error_code, error_message FROM call"), Is.EqualTo(new[] { "1|4|3|-|-" }));
        Assert.That(staging.Rows("PRAGMA integrity_check"), Is.EqualTo(new[] { "ok" }));
    }

    [Test]
    public async Task Rows_that_failed_or_have_no_result_are_left_as_they_are_and_told_of()
    {
        // 7 has none, 8 failed, 9 failed at first and was created when the org tried again.
        var results = Results(Enumerable.Range(0, Rows).Except([7, 8, 9]).Reverse());
        results.AddFailed(Key("00T", 8), "REQUIRED_FIELD_MISSING:no:--");
        results.AddFailed(Key("00T", 9), "UNABLE_TO_LOCK_ROW:no:--");
        results.Add(Key("00T", 9), Key("0LQ", 9), RowOutcome.Created);
        results.Sort();

        Assert.That(await WriteAsync(results, first: 0, last: Rows - 1), Is.EqualTo((Rows - 2, false)));

        Assert.That(
            staging.Rows("SELECT CAST(substr(task_id, 4) AS INTEGER), target_id, error_code, attempts FROM call WHERE state = 0"),
            Is.EqualTo(new[] { "7|-|EARLIER|2", "8|-|EARLIER|2" }));
        Assert.That(staging.Scalar<string>("SELECT target_id FROM call WHERE task_id LIKE '%0009' AND hash = 9"), Is.EqualTo("0LQ000000000000009"));
    }

    [Test]
    public async Task Rows_that_are_not_the_jobs_are_not_touched_though_results_name_them()
    {
        await staging.ExecuteAsync(
            """
            UPDATE call SET run = 2 WHERE hash = 20; UPDATE call SET plan = 2 WHERE hash = 21; UPDATE call SET state = 6 WHERE hash = 22;
            UPDATE call SET parent = '00T000000000000001' WHERE hash = 23; UPDATE call SET run = -1 WHERE hash = 24;
            """);

        var (written, _) = await WriteAsync(Results(Enumerable.Range(0, Rows)), first: 20, last: 29);

        Assert.That(written, Is.EqualTo(5));
        Assert.That(staging.Rows("SELECT hash FROM call WHERE target_id IS NOT NULL"), Is.EqualTo(new[] { "25", "26", "27", "28", "29" }));
    }

    [Test]
    public async Task What_was_written_goes_with_the_transaction()
    {
        using (var scope = await staging.Database.WriteAsync(CancellationToken.None))
        {
            Assert.That(new CreatedRows(Results(Enumerable.Range(0, Rows))).Write(scope, Job(0, Rows - 1)), Is.EqualTo(Rows));
        }

        Assert.That(staging.Scalar<long>("SELECT COUNT(*) FROM call WHERE state <> 0 OR target_id IS NOT NULL OR attempts <> 2"), Is.Zero);
    }

    private async Task<(long Written, bool All)> WriteAsync(ResultBuffer results, int first, int last)
    {
        using var scope = await staging.Database.WriteAsync(CancellationToken.None);
        var created = new CreatedRows(results);
        var written = created.Write(scope, Job(first, last));
        scope.Commit();
        return (written, created.AreAll);
    }

    private static IngestJob Job(int first, int last) => new(
        4, 1, IngestOperation.Upsert, 0, [], Key("00T", first).ToString(), Key("00T", last).ToString(), last - first + 1, "750", JobState.Ended);

    private static ResultBuffer Results(IEnumerable<int> numbers)
    {
        var results = new ResultBuffer();
        foreach (var number in numbers)
        {
            results.Add(Key("00T", number), Key("0LQ", number), RowOutcome.Created);
        }

        results.Sort();
        return results;
    }

    private static TaskKey Key(string prefix, int number) =>
        TaskKey.TryRead(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{prefix}{number:000000000000000}")), out var key) ? key : throw new InvalidOperationException();
}
