using DataMigrator.Staging;

namespace DataMigrator.Tests.Staging;

internal sealed class CallCellsTests
{
    private TemporaryStaging staging = null!;

    /// <summary>Every plan × state × in the target or not × refused or not, each another number of times, and as much of another run.</summary>
    [SetUp]
    public async Task StageAsync()
    {
        staging = new TemporaryStaging();
        await staging.ExecuteAsync(
            """
            WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < 287),
              cell(plan, state, target, error, times) AS (SELECT i % 8, i / 8 % 9, i / 72 % 2, i / 144 % 2, 1 + i % 5 FROM n),
              copy(k) AS (VALUES (0) UNION ALL SELECT k + 1 FROM copy WHERE k < 4),
              owner(run) AS (VALUES (1), (2))
            INSERT INTO call (task_id, run, payload, hash, starts, ends, duration, how, plan, state, target_id, error_code)
            SELECT printf('%d-%d-%d-%d-%d-%d', run, plan, state, target, error, k), run, 0, 0, 0, 0, 0, 0, plan, state, CASE target WHEN 1 THEN 'x' END, CASE error WHEN 1 THEN 'E' END
            FROM cell, copy, owner WHERE k < times
            """);
    }

    [TearDown]
    public void Remove() => staging.Dispose();

    [Test]
    public void Calls_are_counted_as_SQLite_counts_them()
    {
        var cells = CallCells.Read(staging.Database, 1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(cells.All, Is.EqualTo(Count("1")));
            foreach (var plan in Enum.GetValues<CallPlan>())
            {
                Assert.That(cells.Of(plan), Is.EqualTo(Count($"plan = {(int)plan}")), plan.ToString());
                Assert.That(cells.Of(plan, CallState.Unchanged), Is.EqualTo(Count($"plan = {(int)plan} AND state = 4")), $"{plan}, unchanged");
            }

            foreach (var state in Enum.GetValues<CallState>())
            {
                Assert.That(cells.Of(state), Is.EqualTo(Count($"state = {(int)state}")), state.ToString());
            }
        }
    }

    [Test]
    public void What_waits_is_what_is_planned_and_not_done()
    {
        var cells = CallCells.Read(staging.Database, 1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(cells.Waiting.Creates, Is.EqualTo(Count("state IN (0, 7) AND (plan = 1 OR (plan = 3 AND target_id IS NULL))")));
            Assert.That(cells.Waiting.Updates, Is.EqualTo(Count("state IN (0, 7) AND plan IN (2, 7)")));
            Assert.That(cells.Waiting.Deletes, Is.EqualTo(Count("state IN (0, 7) AND plan = 3 AND target_id IS NOT NULL")));
            Assert.That(cells.Waiting.Failing, Is.EqualTo(Count("state = 7 AND plan IN (1, 2, 3, 7) AND error_code IS NOT NULL")));
            Assert.That(cells.NothingToDo, Is.EqualTo(Count("state IN (0, 7) AND plan IN (4, 5, 6)")));
        }
    }

    [Test]
    public void Calls_that_are_known_to_be_alike_need_no_table()
    {
        var cells = CallCells.Of(CallPlan.Create, 12);

        Assert.That((cells.All, cells.Of(CallPlan.Create), cells.Of(CallState.Pending), cells.Waiting), Is.EqualTo((12L, 12L, 12L, new WaitingRows(12, 0, 0, 0))));
    }

    private long Count(string condition)
    {
        var count = staging.Scalar<long>($"SELECT COUNT(*) FROM call WHERE run = 1 AND ({condition})");
        Assert.That(count, Is.Positive, condition);
        return count;
    }
}
