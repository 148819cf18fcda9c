using DataMigrator.Mapping;
using DataMigrator.Staging;

namespace DataMigrator.Tests.Mapping.Stage;

/// <summary>Which run answers for a Task that several have read.</summary>
internal sealed class OwnershipTests
{
    private const string A = "00TA00000000001AAA", B = "00TA00000000002AAA", C = "00TA00000000003AAA";

    private StagedRun staged = null!;
    private RunStore runs = null!;

    [SetUp]
    public void Open()
    {
        staged = new StagedRun();
        runs = new RunStore(staged.Staging.Database, TimeProvider.System);
    }

    [TearDown]
    public void Close() => staged.Dispose();

    [Test]
    public async Task A_run_whose_tasks_another_has_read_since_says_which()
    {
        var (first, _) = await staged.MapAsync(new PlainMapping(), Task(A), Task(B));
        var (beside, _) = await staged.MapAsync(new PlainMapping(), Task(C));
        Assert.That((runs.MovedOn(first.Number), runs.MovedOn(beside.Number)), Is.EqualTo(((string?)null, (string?)null)));

        var (later, _) = await staged.MapAsync(new PlainMapping(), Task(B));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(runs.MovedOn(first.Number), Is.EqualTo(later.Id));
            Assert.That((runs.MovedOn(beside.Number), runs.MovedOn(later.Number)), Is.EqualTo(((string?)null, (string?)null)));
        }
    }

    [Test]
    public async Task A_task_that_the_run_itself_read_twice_has_not_moved_on()
    {
        var run = await staged.BeginAsync(new PlainMapping());
        await staged.StageAsync(run, Task(A), Task(B));
        await staged.StageAsync(run, Task(A));
        await new MappingStage(run).RunAsync(CancellationToken.None);
        Assert.That(runs.MovedOn(run.Number), Is.Null);
        await new MappingStage(run with { Mapping = new PlainMapping { Version = "v2" } }).RunAsync(CancellationToken.None);
        Assert.That(runs.MovedOn(run.Number), Is.Null, "mapped again");
    }

    [Test]
    public async Task A_run_that_was_mapped_after_the_other_has_moved_on_though_its_books_balance()
    {
        var early = await staged.BeginAsync(new PlainMapping());
        await staged.StageAsync(early, Task(A), Task(B));
        var (dry, _) = await staged.MapAsync(new PlainMapping(), Task(A));
        var result = await new MappingStage(early).RunAsync(CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Read, result.Mapped, result.Skipped, result.Left), Is.EqualTo((2L, 1L, 1L, 0L)));
            Assert.That(runs.MovedOn(early.Number), Is.EqualTo(dry.Id));
        }
    }

    [Test]
    public async Task A_run_whose_chunks_were_emptied_has_moved_on_to_the_newest()
    {
        var (first, _) = await staged.MapAsync(new PlainMapping(), Task(A), Task(B));
        await staged.MapAsync(new PlainMapping(), Task(A), Task(B));
        var (newest, _) = await staged.MapAsync(new PlainMapping(), Task(A), Task(B));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(staged.Staging.Scalar<long>($"SELECT COUNT(*) FROM chunk WHERE run = {first.Number} AND LENGTH(data) = 0"), Is.EqualTo(1), "superseded");
            Assert.That(runs.MovedOn(first.Number), Is.EqualTo(newest.Id));
        }
    }

    private static string Task(string id) => $"{id},call,+1,100,60,,005A,,false";
}
