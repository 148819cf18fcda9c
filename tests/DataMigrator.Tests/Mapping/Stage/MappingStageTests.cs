using DataMigrator.Mapping;
using DataMigrator.Staging;

namespace DataMigrator.Tests.Mapping.Stage;

internal sealed class MappingStageTests
{
    private const string A = "00TA00000000001AAA", B = "00TA00000000002AAA", C = "00TA00000000003AAA", D = "00TA00000000004AAA";

    private StagedRun staged = null!;

    [SetUp]
    public void Open() => staged = new StagedRun();

    [TearDown]
    public void Close() => staged.Dispose();

    [Test]
    public async Task Every_row_leaves_by_a_door_with_its_reason()
    {
        var (run, result) = await staged.MapAsync(
            new PlainMapping(), $"{A},call,+1415,100,60,,005A,,false", $"{B},planned,+1415,100,60,,005A,,false", $"{C},no number,,100,60,,005A,,false", $"{D},gone,+1415,100,60,,005A,,true");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Read, result.Mapped, result.Skipped, result.Rejected, result.Left), Is.EqualTo((4L, 1L, 2L, 1L, 0L)));
            Assert.That(
                result.Reasons.Select(r => $"{r.Kind} {r.Field} {r.Rule} {r.Count} {r.Example}"),
                Is.EquivalentTo(new[] { $"skipped Subject planned 1 {B}", $"rejected FromPhoneNumber phone 1 {C}", $"skipped IsDeleted deleted 1 {D}" }));
            Assert.That(staged.Calls(), Is.EqualTo(new[]
            {
                $"{A}|1|-|[\"{A}\",\"+1415\",\"005A\",null,null]|-|1", $"{B}|2|-|-|-|-", $"{C}|3|no number|-|-|-", $"{D}|2|-|-|-|-",
            }));
            Assert.That(staged.Staging.Scalar<long>($"SELECT starts * 1000 + duration FROM call WHERE run = {run.Number}"), Is.EqualTo(100_060));
        }
    }

    [Test]
    public async Task Values_with_quotes_commas_and_line_breaks_come_through()
    {
        await staged.MapAsync(new PlainMapping(), $"\"{A}\",\"a\",\"+1 \"\"415\"\", ext\n9\",\"100\",\"60\",\"\",\"005A\",\"\",\"false\"");
        Assert.That(staged.Staging.Scalar<string>("SELECT json_extract((SELECT json FROM payload WHERE id = call.payload), '$[1]') FROM call"), Is.EqualTo("+1 \"415\", ext\n9"));
    }

    [Test]
    public async Task A_second_call_maps_nothing_again()
    {
        var (run, first) = await staged.MapAsync(new PlainMapping(), $"{A},call,+1415,100,60,,005A,,false");
        await staged.Staging.ExecuteAsync("UPDATE call SET state = 1, target_id = '0LQ000000000001AAA'");
        var second = await new MappingStage(run).RunAsync(CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((second.Read, second.Mapped), Is.EqualTo((first.Read, first.Mapped)));
            Assert.That(staged.Staging.Scalar<long>("SELECT state FROM call"), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Another_mapping_maps_the_same_chunks_again_and_touches_only_what_it_changes()
    {
        var (run, _) = await staged.MapAsync(new PlainMapping(), $"{A},call,+1415,100,60,,005A,,false", $"{B},call,,100,60,,005A,,false");
        await staged.Staging.ExecuteAsync("UPDATE call SET state = 1, target_id = '0LQ000000000001AAA'");
        await new MappingStage(run with { Mapping = new PlainMapping { Version = "v2" } }).RunAsync(CancellationToken.None);
        Assert.That(staged.Staging.Rows("SELECT state, target_id FROM call"), Is.EqualTo(new[] { "1|0LQ000000000001AAA" }), "same values: what loading did stands");

        var result = await new MappingStage(run with { Mapping = new PlainMapping { Version = "v3", Prefix = "tel:" } }).RunAsync(CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(staged.Staging.Rows("SELECT state, target_id, json_extract((SELECT json FROM payload WHERE id = call.payload), '$[1]') FROM call"), Is.EqualTo(new[] { "0|0LQ000000000001AAA|tel:+1415" }));
            Assert.That((result.Read, result.Mapped, result.Rejected, result.Left), Is.EqualTo((2L, 1L, 1L, 0L)));
        }
    }

    [TestCase(CallState.Created, CallPlan.Create, "+1415", CallState.Unchanged)]
    [TestCase(CallState.Updated, CallPlan.Update, "+1415", CallState.Unchanged)]
    [TestCase(CallState.Unchanged, CallPlan.Unchanged, "+1415", CallState.Unchanged)]
    [TestCase(CallState.Pending, CallPlan.Unchanged, "+1415", CallState.Unchanged, Description = "a dry run found it equal")]
    [TestCase(CallState.Created, CallPlan.Create, "+1416", CallState.Pending, Description = "its Task has changed")]
    [TestCase(CallState.Pending, CallPlan.Update, "+1415", CallState.Pending, Description = "what was to be sent has not been")]
    [TestCase(CallState.Failed, CallPlan.Update, "+1415", CallState.Pending)]
    [TestCase(CallState.Blocked, CallPlan.Blocked, "+1415", CallState.Unchanged, Description = "what may be sent has been")]
    [TestCase(CallState.Blocked, CallPlan.Blocked, "+1416", CallState.Pending)]
    public async Task A_new_run_takes_the_call_over_keeps_where_it_is_and_knows_whether_its_Task_is_as_loaded(object state, object plan, string number, object expected)
    {
        await staged.MapAsync(new PlainMapping(), $"{A},call,+1415,100,60,,005A,,false");
        await staged.Staging.ExecuteAsync($"UPDATE call SET state = {(int)state}, plan = {(int)plan}, target_id = '0LQ000000000001AAA', created_run = 1, attempts = 3");
        await staged.MapAsync(new PlainMapping(), $"{A},call,{number},100,60,,005A,,false");
        Assert.That(staged.Staging.Rows("SELECT run, state, plan, target_id, created_run, attempts FROM call"), Is.EqualTo(new[] { $"2|{(int)expected}|0|0LQ000000000001AAA|1|0" }));
    }

    [Test]
    public async Task A_deleted_task_whose_call_was_made_keeps_its_ledger_but_is_not_loaded()
    {
        await staged.MapAsync(new PlainMapping(), $"{A},call,+1415,100,60,,005A,,false", $"{B},call,+1415,100,60,,005A,,false");
        await staged.Staging.ExecuteAsync($"UPDATE call SET state = 1, target_id = '0LQ000000000001AAA', created_run = 1 WHERE task_id = '{A}'");
        var (_, result) = await staged.MapAsync(new PlainMapping(), $"{A},call,+1415,100,60,,005A,,true", $"{B},call,+1415,100,60,,005A,,true");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Read, result.Mapped, result.Skipped), Is.EqualTo((2L, 0L, 2L)));
            Assert.That(staged.Staging.Rows("SELECT task_id, run, target_id FROM call"), Is.EqualTo(new[] { $"{A}|-1|0LQ000000000001AAA" }));
            Assert.That(staged.Staging.Rows("SELECT id, door FROM task"), Is.EqualTo(new[] { $"{A}|2", $"{B}|2" }));
        }
    }

    [Test]
    public async Task A_task_that_was_read_twice_is_counted_twice_and_mapped_once_by_its_newer_copy()
    {
        var run = await staged.BeginAsync(new PlainMapping());
        await staged.StageAsync(run, $"{A},call,+1,100,60,,005A,,false", $"{B},call,+1,100,60,,005A,,false");
        await staged.StageAsync(run, $"{A},call,+2,100,60,,005A,,false");
        var result = await new MappingStage(run).RunAsync(CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Read, result.Mapped, result.Skipped, result.Rejected, result.Left), Is.EqualTo((3L, 2L, 1L, 0L, 0L)));
            Assert.That(result.Reasons.Single().Rule, Is.EqualTo("repeated"));
            Assert.That(staged.Staging.Rows("SELECT json_extract((SELECT json FROM payload WHERE id = call.payload), '$[1]') FROM call ORDER BY task_id"), Is.EqualTo(new[] { "+2", "+1" }));
        }
    }

    [Test]
    public async Task A_run_that_is_mapped_after_a_later_one_has_read_the_same_tasks_brings_nothing_old_back()
    {
        var early = await staged.BeginAsync(new PlainMapping());
        await staged.StageAsync(early, $"{A},call,+1,100,60,,005A,,false", $"{B},call,+1,100,60,,005A,,false");
        await staged.MapAsync(new PlainMapping(), $"{A},call,+2,100,60,,005A,,false");
        var result = await new MappingStage(early).RunAsync(CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Read, result.Mapped, result.Skipped, result.Left), Is.EqualTo((2L, 1L, 1L, 0L)));
            Assert.That(staged.Staging.Rows("SELECT task_id, run, json_extract((SELECT json FROM payload WHERE id = call.payload), '$[1]') FROM call ORDER BY 1"), Is.EqualTo(new[] { $"{A}|2|+2", $"{B}|1|+1" }));
        }
    }

    [Test]
    public async Task A_window_read_again_after_it_was_mapped_replaces_what_was_mapped()
    {
        var (run, _) = await staged.MapAsync(new PlainMapping(), $"{A},call,+1,100,60,,005A,,false", $"{B},call,+1,100,60,,005A,,false");
        await new WindowStore(run.Staging, run.Number).BeginJobAsync(1, "750", CancellationToken.None);
        await staged.StageAsync(run, $"{A},call,+2,100,60,,005A,,false");
        var result = await new MappingStage(run).RunAsync(CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Read, result.Mapped, result.Skipped, result.Left), Is.EqualTo((1L, 1L, 0L, 0L)));
            Assert.That(staged.Staging.Rows("SELECT task_id, json_extract((SELECT json FROM payload WHERE id = call.payload), '$[1]') FROM call WHERE run > 0"), Is.EqualTo(new[] { $"{A}|+2" }));
        }
    }

    [Test]
    public async Task A_run_maps_its_own_chunks_and_no_other_runs()
    {
        await staged.MapAsync(new PlainMapping(), $"{A},call,+1,100,60,,005A,,false");
        var result = await new MappingStage(await staged.BeginAsync(new PlainMapping { Version = "v2", Prefix = "tel:" })).RunAsync(CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Read, result.Mapped), Is.EqualTo((0L, 0L)));
            Assert.That(staged.Staging.Rows("SELECT run, json_extract((SELECT json FROM payload WHERE id = call.payload), '$[1]') FROM call"), Is.EqualTo(new[] { "1|+1" }));
        }
    }

    [Test]
    public async Task A_column_that_was_not_staged_is_named()
    {
        var (run, _) = await staged.MapAsync(new PlainMapping(), $"{A},call,+1,100,60,,005A,,false");
        var stage = new MappingStage(run with { Mapping = new PlainMapping { Version = "v2", SourceFields = ["Id", "Subject", "Description", "CallDisposition"] } });
        Assert.That(() => stage.RunAsync(CancellationToken.None), Throws.TypeOf<OperatorException>().With.Message.Contains("CallDisposition"));
    }

    [Test]
    public async Task A_mapping_that_is_cut_goes_on_and_ends_as_if_it_had_not_been()
    {
        var records = Enumerable.Range(0, 20_000).Select(i => $"00TA{i:D11}AAA,call,+1415{i},{i},60,,005A{new string('x', 200)},,false").ToArray();
        var run = await staged.BeginAsync(new PlainMapping());
        await staged.StageAsync(run, records);
        using var stop = new CancellationTokenSource();
        var stage = new MappingStage(run with { Progress = new CuttingProgress(stop) });
        Assert.That(() => stage.RunAsync(stop.Token), Throws.InstanceOf<OperationCanceledException>());
        var partly = staged.Staging.Scalar<long>("SELECT COUNT(*) FROM call");
        Assert.That(partly, Is.GreaterThan(0).And.LessThan(20_000));
        Assert.That(staged.Staging.Scalar<long>("SELECT SUM(rows) FROM chunk WHERE mapped IS NOT NULL"), Is.EqualTo(partly), "whole chunks");

        var result = await new MappingStage(run).RunAsync(CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Read, result.Mapped, result.Left), Is.EqualTo((20_000L, 20_000L, 0L)));
            Assert.That(staged.Staging.Scalar<long>("SELECT SUM(starts) FROM call"), Is.EqualTo(19_999L * 10_000));
        }
    }

    private sealed class CuttingProgress(CancellationTokenSource stop) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => stop.Cancel();
    }

    [Test]
    public async Task Rows_of_many_chunks_all_arrive()
    {
        var records = Enumerable.Range(0, 5000).Select(i => $"00TA{i:D11}AAA,{(i % 7 == 0 ? "plan" : "call")},{(i % 5 == 0 ? "" : "+1415" + i)},{i},60,,005A{new string('x', 200)},,false").ToArray();
        var (_, result) = await staged.MapAsync(new PlainMapping(), records);
        using (Assert.EnterMultipleScope())
        {
            // 5000 rows: 715 multiples of 7 (0 included); of the other 4285, those that are multiples of 5: 1000 - 143 = 857.
            Assert.That((result.Read, result.Skipped, result.Rejected, result.Mapped), Is.EqualTo((5000L, 715L, 857L, 3428L)));
            Assert.That(staged.Staging.Scalar<long>("SELECT COUNT(*) FROM chunk"), Is.GreaterThan(3));
            Assert.That(staged.Staging.Scalar<long>("SELECT SUM(starts) FROM call"), Is.EqualTo(Enumerable.Range(0, 5000).Where(i => i % 7 != 0 && i % 5 != 0).Sum(i => (long)i)));
        }
    }
}
