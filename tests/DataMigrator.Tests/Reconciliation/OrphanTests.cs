using DataMigrator.Reconciliation;

namespace DataMigrator.Tests.Reconciliation;

/// <summary>VoiceCalls whose Task is no call any more, and counts that nothing explains.</summary>
internal sealed class OrphanTests : TenLoadedCalls
{
    [Test]
    public async Task The_call_of_a_Task_that_was_deleted_is_an_orphan_even_if_the_run_has_no_calls()
    {
        await RetireAsync(Tasks[4], readBy: 2, retiredBy: 1, "'deleted'");

        var result = await Org.ReconcileAsync(2);

        Assert.That(result, Is.EqualTo(new ReconciliationResult(0, 0, 0, 0, 1, new(0, 0))));
        Assert.That((await Org.FindingsAsync(2)).Where(f => f.Check == "identity"), Is.EqualTo(new[] { ("identity", "orphan", "open", (string?)Tasks[4], (string?)null) }));
        Assert.That(await Org.ScalarAsync<string>("SELECT note FROM finding WHERE class = 'orphan'"), Does.StartWith("its Task was skipped").And.Contain("delete it in the target"));
    }

    [Test]
    public async Task An_orphan_outside_the_time_of_the_runs_own_calls_is_found_once()
    {
        // Run 2 has the last calls only; the orphan is the first.
        await TakeOverAsync(Tasks[8], Tasks[9]);
        await RetireAsync(Tasks[0], readBy: 2, retiredBy: 1, "NULL");

        var result = await Org.ReconcileAsync(2);

        Assert.That((result.Read, result.Matched, result.Extra), Is.EqualTo((2L, 2L, 1L)));
        Assert.That((await Org.FindingsAsync(2)).Where(f => f.Class == "orphan").Select(f => f.Task), Is.EqualTo(new[] { Tasks[0] }));
    }

    [Test]
    public async Task A_call_that_was_merged_into_one_of_this_run_is_one_call_twice_and_reported()
    {
        // The Task was read by run 1; run 2 brought an earlier copy that stands for it now.
        await Org.StageAsync(2, Tasks.Skip(10).Take(1));
        await Org.LoadAsync(2);
        await RetireAsync(Tasks[9], readBy: 1, retiredBy: 1, $"'{Tasks[10]}'");

        var result = await Org.ReconcileAsync(2);

        Assert.That((result.Read, result.Extra), Is.EqualTo((1L, 1L)));
        Assert.That(await Org.ScalarAsync<string>("SELECT note FROM finding WHERE class = 'orphan'"), Does.Contain(Tasks[10]));
    }

    [Test]
    public async Task A_retired_call_in_the_range_is_an_orphan_whichever_run_retired_it()
    {
        await Org.StageAsync(2, Tasks.Take(10));
        await Org.LoadAsync(2);
        await RetireAsync(Tasks[4], readBy: 3, retiredBy: 3, "NULL");

        var result = await Org.ReconcileAsync(2);

        Assert.That((result.Read, result.Matched, result.Extra), Is.EqualTo((9L, 9L, 1L)));
        Assert.That((await Org.FindingsAsync(2)).Where(f => f.Class == "orphan").Select(f => f.Task), Is.EqualTo(new[] { Tasks[4] }));
    }

    [Test]
    public async Task An_orphan_that_somebody_has_deleted_is_no_finding()
    {
        await RetireAsync(Tasks[4], readBy: 2, retiredBy: 1, "NULL");
        await Org.DeleteAsync(Tasks[4]);

        Assert.That((await Org.ReconcileAsync(2)).Extra, Is.Zero);
    }

    [Test]
    public async Task An_orphan_whose_external_id_somebody_has_emptied_is_kept_and_explained()
    {
        await RetireAsync(Tasks[4], readBy: 2, retiredBy: 1, "NULL");
        await RetireAsync(Tasks[5], readBy: 2, retiredBy: 1, "NULL");
        await Org.EditAsync(Tasks[4], "Legacy_Task_Id__c", null);

        Assert.That((await Org.ReconcileAsync(2)).Extra, Is.EqualTo(1));

        Assert.That((await Org.FindingsAsync(2)).Where(f => f.Check == "identity").Select(f => (f.Task, f.Class, f.Status)), Is.EqualTo(new[] { ((string?)Tasks[4], "orphan", "explained"), (Tasks[5], "orphan", "open") }));
    }

    [Test]
    public async Task Calls_of_another_run_do_not_explain_a_count_that_differs()
    {
        // Run 2 answers for the first and the last, run 1 for those between; one of run 1's is deleted.
        await TakeOverAsync(Tasks[0], Tasks[9]);
        await Org.DeleteAsync(Tasks[4]);

        await Org.ReconcileAsync(2);

        Assert.That((await Org.FindingsAsync(2)).Where(f => f.Class == "count").Select(f => f.Status), Is.EqualTo(new[] { "open" }));
    }

    [Test]
    public async Task A_call_that_the_books_do_not_know_in_the_target_is_not_counted_as_matched()
    {
        // As if its result had never come: sent, there, and still pending in the books.
        await Org.StageSqlAsync($"UPDATE call SET state = 0, target_id = NULL, created_run = NULL WHERE task_id = '{Tasks[3]}'");

        var result = await Org.ReconcileAsync();

        Assert.That((result.Read, result.Matched, result.Extra), Is.EqualTo((9L, 9L, 1L)));
        Assert.That((await Org.FindingsAsync()).Where(f => f.Class == "extra").Select(f => (f.Status, f.Task)), Is.EqualTo(new[] { ("open", (string?)Tasks[3]) }));
    }

    [Test]
    public void Doors_of_loading_that_reconciliation_does_not_know_of_do_not_balance()
    {
        MigrationResult Of(long expected) => new()
        {
            RunId = "r", Command = "run", Executed = true,
            Loading = new LoadingResult(10, 7, 0, 0, 1, 0, 1, 1, []),
            Reconciliation = new ReconciliationResult(expected, expected, 0, 0, 0, new(0, 0)),
        };

        // 7 created and 1 unchanged are there; the failed one and the one left may be, from before.
        Assert.That(new[] { 7, 8, 10, 11 }.Select(read => Books.Judge(Of(read), default, default).Balance), Is.EqualTo(new[] { false, true, true, false }));
    }

    [Test]
    public async Task A_missing_call_that_another_run_has_taken_over_is_not_said_to_be_repaired()
    {
        await Org.DeleteAsync(Tasks[3]);
        await Org.ReconcileAsync();
        await Org.StageAsync(2, Tasks.Skip(3).Take(1));

        var repair = await new Repair(await Org.BeginRunAsync()).RunAsync(_ => throw new InvalidOperationException("there is nothing to send"), null, CancellationToken.None);

        Assert.That((repair.Plan.Create, repair.Loading), Is.EqualTo((0L, (LoadingResult?)null)));
        Assert.That(repair.Plan.Not.Single(n => n.Example == Tasks[3]).Reason, Does.StartWith("another run answers"));
        Assert.That(await Org.ScalarAsync<long>("SELECT COUNT(*) FROM finding WHERE status = 'repaired'"), Is.Zero);
    }

    private async Task RetireAsync(string taskId, long readBy, long retiredBy, string detail)
    {
        await Org.BeginRunAsync(readBy);
        await Org.StageSqlAsync($"UPDATE task SET door = 2, run = {readBy}, detail = {detail} WHERE id = '{taskId}'; UPDATE call SET run = -{retiredBy}, link_key = NULL WHERE task_id = '{taskId}'");
    }
}
